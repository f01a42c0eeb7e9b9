namespace BenchCluster.AgentRecipes;

/// <summary>How a coding agent is installed into a devbox, and launched there without a person at it.</summary>
internal abstract record AgentRecipe
{
    /// <summary>Where agents are installed, beside what the image has.</summary>
    public const string Prefix = "/opt/bench-agents";

    /// <summary>The agent's name.</summary>
    public abstract string Name { get; }

    /// <summary>The script that installs it, for root; it does nothing where the image has the agent and no version is asked for.</summary>
    public abstract string Install(string? version);

    /// <summary>The command that launches it, for the shell; the problem statement is on its standard input.</summary>
    public abstract string Launch(AgentSpec agent);

    /// <summary>Variables of the agent's process, which the caller's own go before.</summary>
    public abstract IReadOnlyDictionary<string, string> Environment(AgentSpec agent);

    /// <summary>Further arguments that the caller gave, as the shell takes them.</summary>
    protected static string Arguments(AgentSpec agent) =>
        agent.Kwargs?.GetValueOrDefault("args") is { Length: > 0 } text ? $" {text}" : "";

    /// <summary>An option with the model, where one is given.</summary>
    protected static string ModelOption(string? model) => model is null ? "" : $" --model '{model.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>The model without the provider before it: <c>anthropic/claude-x</c> is <c>claude-x</c>.</summary>
    protected static string? WithoutProvider(string? model, params ReadOnlySpan<string> providers)
    {
        foreach (var provider in providers)
        {
            if (model?.StartsWith(provider + "/", StringComparison.Ordinal) is true)
                return model[(provider.Length + 1)..];
        }

        return model;
    }
}
