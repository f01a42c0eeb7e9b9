using BenchCluster.BenchmarkJobs;
using BenchCluster.Scoring;

namespace BenchCluster.Http.BenchmarkJobs;

/// <summary>What of a Harbor job file has a meaning here.</summary>
internal sealed record HarborJobFile
{
    /// <summary>The job's name.</summary>
    public string? Name { get; init; }

    /// <summary>Runs of each task by each agent.</summary>
    public required int Trials { get; init; }

    /// <summary>Trials that go on at once.</summary>
    public required int Concurrency { get; init; }

    /// <summary>Further tries after a failure of the infrastructure.</summary>
    public required int Retries { get; init; }

    /// <summary>By what the agents' times are multiplied.</summary>
    public required double TimeoutFactor { get; init; }

    /// <summary>By what the verifiers' times are multiplied.</summary>
    public required double VerifierTimeoutFactor { get; init; }

    /// <summary>Where the work is scored (an extension of the format); null for the scenarios' own.</summary>
    public ScoreIn? ScoreIn { get; init; }

    /// <summary>Whether the file says to print nothing.</summary>
    public bool? IsQuiet { get; init; }

    /// <summary>The agents; variables may still name the caller's as <c>${NAME}</c>.</summary>
    public required IReadOnlyList<JobAgentConfig> Agents { get; init; }

    /// <summary>Datasets: benchmarks of the cluster.</summary>
    public required IReadOnlyList<HarborJobDataset> Datasets { get; init; }

    /// <summary>Paths or names of single tasks: scenarios of the cluster.</summary>
    public required IReadOnlyList<string> Tasks { get; init; }

    /// <summary>What of the file has no effect.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}
