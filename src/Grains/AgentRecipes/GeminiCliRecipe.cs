using BenchCluster.Agents;

namespace BenchCluster.AgentRecipes;

/// <summary>Gemini CLI: <c>GEMINI_API_KEY</c>, and <c>GOOGLE_GEMINI_BASE_URL</c> for another endpoint.</summary>
internal sealed record GeminiCliRecipe : NpmRecipe
{
    public override string Name => AgentRecipeNames.GeminiCli;

    protected override string Package => "@google/gemini-cli";

    protected override string Program => "gemini";

    protected override int OldestNode => 20;

    public override string Launch(AgentSpec agent) =>
        $"exec gemini --yolo --output-format json{ModelOption(WithoutProvider(agent.ModelName, "google", "gemini"))}{Arguments(agent)}";

    public override IReadOnlyDictionary<string, string> Environment(AgentSpec agent) => new Dictionary<string, string>
    {
        ["GEMINI_CLI_TRUST_WORKSPACE"] = "true",
        ["GEMINI_SANDBOX"] = "false",
        ["GEMINI_TELEMETRY_ENABLED"] = "false",
    };
}
