namespace BenchCluster.Resources;

/// <summary>
/// The agent of an orchestrated run: an extension of the contract, in the <c>agent</c> field of <c>start_run</c>.
/// </summary>
[GenerateSerializer, Immutable, Alias("bench.AgentSpec")]
public sealed record AgentSpec
{
    /// <summary>Which agent.</summary>
    [Id(0)]
    public required AgentKind Type { get; init; }

    /// <summary>
    /// For <see cref="AgentKind.Command"/>: run by the devbox's shell, as its user, in the working directory. The
    /// problem statement is on its standard input and in <c>BENCH_PROBLEM_STATEMENT</c>.
    /// </summary>
    [Id(1)]
    public string? Command { get; init; }

    /// <summary>Seconds the agent has; default the scenario's own, else 600 (Harbor's default).</summary>
    [Id(2)]
    public double? TimeoutSeconds { get; init; }

    /// <summary>What the agent is called in listings.</summary>
    [Id(3)]
    public string? Name { get; init; }
}
