namespace BenchCluster.ScenarioRuns;

/// <summary>How an agent's work ended (an extension of the contract).</summary>
[GenerateSerializer, Immutable, Alias("bench.AgentResult")]
public sealed record AgentResult
{
    /// <summary>Its exit status; null where none was run.</summary>
    [Id(0)]
    public int? ExitStatus { get; init; }

    /// <summary>Whether its time was over and it was killed.</summary>
    [Id(1)]
    public bool TimedOut { get; init; }

    /// <summary>The end of what it printed on standard output.</summary>
    [Id(2)]
    public string Stdout { get; init; } = "";

    /// <summary>The end of what it printed on standard error.</summary>
    [Id(3)]
    public string Stderr { get; init; } = "";

    /// <summary>How long it worked, in milliseconds.</summary>
    [Id(4)]
    public long DurationMs { get; init; }

    /// <summary>What it used of its model, where its trajectory says so.</summary>
    [Id(5)]
    public AgentUsage? Usage { get; init; }
}
