namespace BenchCluster.BenchmarkJobs;

/// <summary>How a job is carried out.</summary>
[GenerateSerializer, Immutable, Alias("bench.OrchestratorConfig")]
public sealed record OrchestratorConfig
{
    /// <summary>How often a scenario run is tried again after a failure of the infrastructure, never after a low score; default 0.</summary>
    [Id(0)]
    public int? NAttempts { get; init; }

    /// <summary>Scenario runs of the whole job that go on at once; default 1.</summary>
    [Id(1)]
    public int? NConcurrentTrials { get; init; }

    /// <summary>Kept and given back; the cluster prints nothing in any case.</summary>
    [Id(2)]
    public bool? Quiet { get; init; }

    /// <summary>By what each further try multiplies the agent's time; default 1.</summary>
    [Id(3)]
    public double? TimeoutMultiplier { get; init; }
}
