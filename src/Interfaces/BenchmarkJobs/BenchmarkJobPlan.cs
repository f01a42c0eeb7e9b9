using BenchCluster.BenchmarkRuns;

namespace BenchCluster.BenchmarkJobs;

/// <summary>A job that was checked: nothing of it is left to be looked up.</summary>
[GenerateSerializer, Immutable, Alias("bench.BenchmarkJobPlan")]
public sealed record BenchmarkJobPlan
{
    /// <summary>The name; null for one made of <see cref="Subject"/>.</summary>
    [Id(0)]
    public string? Name { get; init; }

    /// <summary>What the job is called after when its caller gave no name.</summary>
    [Id(1)]
    public required string Subject { get; init; }

    /// <summary>What it was made of.</summary>
    [Id(2)]
    public required JobSource Source { get; init; }

    /// <summary>Agents and scenarios.</summary>
    [Id(3)]
    public required JobSpec Spec { get; init; }

    /// <summary>The benchmark, where all scenarios are one's.</summary>
    [Id(4)]
    public string? BenchmarkId { get; init; }

    /// <summary>The agents as runs take them, in the order of the spec's.</summary>
    [Id(5)]
    public required IReadOnlyList<AgentSpec> Agents { get; init; }

    /// <summary>Scenario runs of the whole job that go on at once.</summary>
    [Id(6)]
    public required int Concurrency { get; init; }

    /// <summary>How many runs each scenario gets of each agent.</summary>
    [Id(7)]
    public int Trials { get; init; } = 1;

    /// <summary>How failures and times are dealt with.</summary>
    [Id(8)]
    public required RunPolicy Policy { get; init; }

    /// <summary>What of a job file has no effect here, a line each.</summary>
    [Id(9)]
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Labels of its runs, of which some say where they are scored; null for none.</summary>
    [Id(10)]
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }
}
