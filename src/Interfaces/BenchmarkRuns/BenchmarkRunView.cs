namespace BenchCluster.BenchmarkRuns;

/// <summary>A benchmark run, in the contract's shape.</summary>
[GenerateSerializer, Immutable, Alias("bench.BenchmarkRunView")]
public sealed record BenchmarkRunView
{
    /// <summary>The id.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>The benchmark; absent for a job's run over scenarios of none.</summary>
    [Id(1)]
    public string? BenchmarkId { get; init; }

    /// <summary>The state.</summary>
    [Id(2)]
    public required BenchmarkRunState State { get; init; }

    /// <summary>The caller's own labels.</summary>
    [Id(3)]
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    /// <summary>The start, in Unix milliseconds.</summary>
    [Id(4)]
    public required long StartTimeMs { get; init; }

    /// <summary>How long it took, in milliseconds; present once ended.</summary>
    [Id(5)]
    public long? DurationMs { get; init; }

    /// <summary>The name.</summary>
    [Id(6)]
    public string? Name { get; init; }

    /// <summary>What it is for.</summary>
    [Id(7)]
    public string? Purpose { get; init; }

    /// <summary>Sum of the scenario runs' scores / number of scenario runs; present once ended.</summary>
    [Id(8)]
    public double? Score { get; init; }

    /// <summary>Variables that the run adds.</summary>
    [Id(9)]
    public IReadOnlyDictionary<string, string>? EnvironmentVariables { get; init; }

    /// <summary>How far it is (an extension of the contract).</summary>
    [Id(10)]
    public required BenchmarkRunProgress Progress { get; init; }

    /// <summary>The agent, where the run is orchestrated (an extension).</summary>
    [Id(11)]
    public AgentSpec? Agent { get; init; }

    /// <summary>How many scenario runs go on at once (an extension).</summary>
    [Id(12)]
    public int? NConcurrentTrials { get; init; }

    /// <summary>How many runs each scenario gets (an extension).</summary>
    [Id(13)]
    public int? NAttempts { get; init; }

    /// <summary>What went wrong where no scenario run could record it (an extension).</summary>
    [Id(14)]
    public IReadOnlyList<string>? Problems { get; init; }

    /// <summary>Variables by the name of the secret whose value they have.</summary>
    [Id(15)]
    public IReadOnlyDictionary<string, string>? SecretsProvided { get; init; }
}
