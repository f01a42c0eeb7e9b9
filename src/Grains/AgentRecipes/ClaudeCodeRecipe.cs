using BenchCluster.Agents;

namespace BenchCluster.AgentRecipes;

/// <summary>Claude Code: <c>ANTHROPIC_API_KEY</c>, and <c>ANTHROPIC_BASE_URL</c> for another endpoint.</summary>
internal sealed record ClaudeCodeRecipe : NpmRecipe
{
    public override string Name => AgentRecipeNames.ClaudeCode;

    protected override string Package => "@anthropic-ai/claude-code";

    protected override string Program => "claude";

    protected override int OldestNode => 22;

    public override string Launch(AgentSpec agent) =>
        $"exec claude --print --verbose --output-format stream-json --permission-mode bypassPermissions{ModelOption(WithoutProvider(agent.ModelName, "anthropic"))}{Arguments(agent)}";

    public override IReadOnlyDictionary<string, string> Environment(AgentSpec agent) => new Dictionary<string, string>
    {
        // A devbox is a sandbox: without this, root may not skip the questions that nobody is there to answer.
        ["IS_SANDBOX"] = "1",
        ["DISABLE_AUTOUPDATER"] = "1",
        ["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] = "1",
    };
}
