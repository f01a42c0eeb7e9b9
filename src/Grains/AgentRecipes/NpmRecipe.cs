namespace BenchCluster.AgentRecipes;

/// <summary>An agent from npm's registry. Node.js is installed where the image has none, or one that is too old.</summary>
internal abstract record NpmRecipe : AgentRecipe
{
    private const string NewNode = "22";

    /// <summary>The package.</summary>
    protected abstract string Package { get; }

    /// <summary>The program that it brings.</summary>
    protected abstract string Program { get; }

    /// <summary>The oldest major version of Node.js that it runs with.</summary>
    protected virtual int OldestNode => 18;

    /// <inheritdoc/>
    public sealed override string Install(string? version) => $$"""
        set -e
        export PATH={{Prefix}}/bin:$PATH DEBIAN_FRONTEND=noninteractive NO_UPDATE_NOTIFIER=1
        {{(version is null ? $"if command -v {Program} >/dev/null 2>&1; then exit 0; fi" : "")}}
        if ! command -v npm >/dev/null 2>&1; then
          if command -v apt-get >/dev/null 2>&1; then
            apt-get update -qq && apt-get install -y -qq --no-install-recommends nodejs npm ca-certificates >/dev/null
          elif command -v apk >/dev/null 2>&1; then
            apk add --no-cache -q nodejs npm
          elif command -v dnf >/dev/null 2>&1; then
            dnf install -y -q nodejs npm
          else
            echo 'The image has no npm, and no package manager that is known to install it.' >&2; exit 1
          fi
        fi
        if [ "$(node -p 'process.versions.node.split(".")[0]')" -lt {{OldestNode}} ]; then
          npm install --global --prefix {{Prefix}} --no-fund --no-audit --loglevel=error node@{{NewNode}}
          hash -r
        fi
        npm install --global --prefix {{Prefix}} --no-fund --no-audit --loglevel=error '{{Package}}@{{(version ?? "latest").Replace("'", "'\\''", StringComparison.Ordinal)}}'
        command -v {{Program}} >/dev/null
        """;
}
