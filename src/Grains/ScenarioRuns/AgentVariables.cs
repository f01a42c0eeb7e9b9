namespace BenchCluster.ScenarioRuns;

/// <summary>Variables of an agent's process.</summary>
/// <param name="open">Those that may be shown.</param>
/// <param name="confidential">Those whose values must not.</param>
internal sealed class AgentVariables(IReadOnlyDictionary<string, string> open, IReadOnlyDictionary<string, string> confidential)
{
    /// <summary>The values that must not be shown.</summary>
    public IReadOnlyList<string> Confidential => [.. confidential.Values];

    /// <summary>All of them, before what the process would have of itself.</summary>
    public IReadOnlyDictionary<string, string> Over(IReadOnlyDictionary<string, string> own)
    {
        var all = new Dictionary<string, string>(own);
        foreach (var (name, value) in open.Concat(confidential))
            all[name] = value;
        return all;
    }
}
