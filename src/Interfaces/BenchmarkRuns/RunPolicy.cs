namespace BenchCluster.BenchmarkRuns;

/// <summary>How the scenario runs of a job deal with failures and times.</summary>
[GenerateSerializer, Immutable, Alias("bench.RunPolicy")]
public sealed record RunPolicy
{
    /// <summary>How often a run may have another environment after a loss of infrastructure.</summary>
    [Id(0)]
    public int Retries { get; init; }

    /// <summary>By what each further environment multiplies the agent's time.</summary>
    [Id(1)]
    public double RetryTimeoutFactor { get; init; } = 1;

    /// <summary>By what the agent's time is multiplied from the first.</summary>
    [Id(2)]
    public double TimeoutFactor { get; init; } = 1;

    /// <summary>By what the times of scoring are multiplied; those of each verifier and of all.</summary>
    [Id(3)]
    public double ScoringTimeoutFactor { get; init; } = 1;
}
