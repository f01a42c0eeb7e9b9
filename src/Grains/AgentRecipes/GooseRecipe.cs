using BenchCluster.Agents;

namespace BenchCluster.AgentRecipes;

/// <summary>Goose: the model is <c>provider/model</c> and the key that of the provider. Installed by its own script.</summary>
internal sealed record GooseRecipe : AgentRecipe
{
    private const string Script = "https://github.com/block/goose/releases/download/stable/download_cli.sh";

    public override string Name => AgentRecipeNames.Goose;

    public override string Install(string? version) => $$"""
        set -e
        export PATH={{Prefix}}/bin:$PATH DEBIAN_FRONTEND=noninteractive
        {{(version is null ? "if command -v goose >/dev/null 2>&1; then exit 0; fi" : $"export GOOSE_VERSION='{version.Replace("'", "'\\''", StringComparison.Ordinal)}'")}}
        if ! command -v curl >/dev/null 2>&1 || ! command -v bzip2 >/dev/null 2>&1; then
          if command -v apt-get >/dev/null 2>&1; then
            apt-get update -qq && apt-get install -y -qq --no-install-recommends curl ca-certificates bzip2 libxcb1 >/dev/null
          elif command -v apk >/dev/null 2>&1; then
            apk add --no-cache -q bash curl bzip2 libxcb
          else
            echo 'The image has no curl or bzip2, and no package manager that is known to install them.' >&2; exit 1
          fi
        fi
        mkdir -p {{Prefix}}/bin
        curl -fsSL {{Script}} -o /tmp/bench-goose.sh
        CONFIGURE=false GOOSE_BIN_DIR={{Prefix}}/bin bash /tmp/bench-goose.sh >/dev/null
        rm -f /tmp/bench-goose.sh
        command -v goose >/dev/null
        """;

    public override string Launch(AgentSpec agent) => $"exec goose run --no-session{Arguments(agent)} --instructions -";

    public override IReadOnlyDictionary<string, string> Environment(AgentSpec agent)
    {
        var variables = new Dictionary<string, string> { ["GOOSE_MODE"] = "auto", ["GOOSE_DISABLE_KEYRING"] = "1" };
        if (agent.ModelName is { } model)
        {
            var slash = model.IndexOf('/', StringComparison.Ordinal);
            variables["GOOSE_MODEL"] = model[(slash + 1)..];
            if (slash > 0)
                variables["GOOSE_PROVIDER"] = model[..slash];
        }

        return variables;
    }
}
