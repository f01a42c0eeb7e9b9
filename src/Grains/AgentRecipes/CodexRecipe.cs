using BenchCluster.Agents;

namespace BenchCluster.AgentRecipes;

/// <summary>Codex: <c>OPENAI_API_KEY</c>, and <c>OPENAI_BASE_URL</c> for another endpoint of the Responses API.</summary>
internal sealed record CodexRecipe : NpmRecipe
{
    public override string Name => AgentRecipeNames.Codex;

    protected override string Package => "@openai/codex";

    protected override string Program => "codex";

    // The devbox is the sandbox; Codex's own needs rights that a container does not have.
    public override string Launch(AgentSpec agent) => $$"""
        export CODEX_API_KEY="${CODEX_API_KEY:-$OPENAI_API_KEY}"
        if [ -n "$OPENAI_BASE_URL" ]; then
          set -- -c 'model_provider="bench"' -c "model_providers.bench={name=\"bench\",base_url=\"$OPENAI_BASE_URL\",env_key=\"CODEX_API_KEY\",wire_api=\"responses\"}"
        fi
        exec codex exec --json --skip-git-repo-check --dangerously-bypass-approvals-and-sandbox "$@"{{ModelOption(WithoutProvider(agent.ModelName, "openai"))}}{{Arguments(agent)}} -
        """;

    public override IReadOnlyDictionary<string, string> Environment(AgentSpec agent) => new Dictionary<string, string>();
}
