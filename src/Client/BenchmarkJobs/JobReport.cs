using BenchCluster.BenchmarkJobs;
using BenchCluster.Client.BenchmarkRuns;

namespace BenchCluster.Client.BenchmarkJobs;

/// <summary>A job that has ended, with all that its runs know.</summary>
/// <param name="Job">The job.</param>
/// <param name="Runs">Its benchmark runs with their scenario runs, in the order of its agents.</param>
internal sealed record JobReport(BenchmarkJobView Job, IReadOnlyList<RunReport> Runs)
{
    /// <summary>The runs of the agents of a name.</summary>
    public IReadOnlyList<RunReport> Of(string agent) =>
        [.. Runs.Where(run => run.BenchmarkRun.Agent is { } spec && AgentNames.Of(spec) == agent)];
}
