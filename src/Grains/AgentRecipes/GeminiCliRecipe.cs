using BenchCluster.Agents;

namespace BenchCluster.AgentRecipes;

/// <summary>Gemini CLI: <c>GEMINI_API_KEY</c>, and <c>GOOGLE_GEMINI_BASE_URL</c> for another endpoint.</summary>
internal sealed record GeminiCliRecipe : NpmRecipe
{
    private const string ByKey = """{"security":{"auth":{"selectedType":"gemini-api-key"}}}""";

    public override string Name => AgentRecipeNames.GeminiCli;

    protected override string Package => "@google/gemini-cli";

    protected override string Program => "gemini";

    protected override int OldestNode => 20;

    // With another endpoint it takes the key only where its settings say that there is one.
    public override string Launch(AgentSpec agent) => $$"""
        if [ -n "$GOOGLE_GEMINI_BASE_URL" ] && [ ! -e ~/.gemini/settings.json ]; then
          mkdir -p ~/.gemini
          echo '{{ByKey}}' >~/.gemini/settings.json
        fi
        exec gemini --yolo --output-format json{{ModelOption(WithoutProvider(agent.ModelName, "google", "gemini"))}}{{Arguments(agent)}}
        """;

    public override IReadOnlyDictionary<string, string> Environment(AgentSpec agent) => new Dictionary<string, string>
    {
        ["GEMINI_CLI_TRUST_WORKSPACE"] = "true",
        ["GEMINI_SANDBOX"] = "false",
        ["GEMINI_TELEMETRY_ENABLED"] = "false",
    };
}
