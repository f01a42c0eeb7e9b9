namespace BenchCluster.AgentRecipes;

/// <summary>All recipes.</summary>
internal static class AgentRecipeBook
{
    private static readonly AgentRecipe[] All = [new ClaudeCodeRecipe(), new CodexRecipe(), new GeminiCliRecipe(), new GooseRecipe(), new OpenCodeRecipe()];

    /// <summary>The recipe of that name.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.InvalidField"/>: there is none.</exception>
    public static AgentRecipe Of(string? name) =>
        All.FirstOrDefault(recipe => recipe.Name == name) ?? throw BenchException.Invalid("agent.name", $"there is no recipe for an agent '{name}'.");
}
