using BenchCluster.Agents;

namespace BenchCluster.AgentRecipes;

/// <summary>
/// OpenCode: the model is <c>provider/model</c>, key and endpoint are the provider's (<c>OPENAI_API_KEY</c> and
/// <c>OPENAI_BASE_URL</c>), and <c>OPENCODE_CONFIG_CONTENT</c> all else.
/// </summary>
internal sealed record OpenCodeRecipe : NpmRecipe
{
    public override string Name => AgentRecipeNames.OpenCode;

    protected override string Package => "opencode-ai";

    protected override string Program => "opencode";

    public override string Launch(AgentSpec agent) => $"exec opencode run --format json{ModelOption(agent.ModelName)}{Arguments(agent)}";

    public override IReadOnlyDictionary<string, string> Environment(AgentSpec agent) => new Dictionary<string, string>
    {
        ["OPENCODE_DISABLE_AUTOUPDATE"] = "1",
        ["OPENCODE_CONFIG_CONTENT"] = """{"autoupdate":false,"share":"disabled","permission":{"edit":"allow","bash":"allow","webfetch":"allow"}}""",
    };
}
