using Orleans.Concurrency;

namespace BenchCluster.BenchmarkJobs;

/// <summary>A benchmark job: a benchmark run for each agent, under one limit. Key: the job's id.</summary>
[Alias("bench.IBenchmarkJobGrain")]
public interface IBenchmarkJobGrain : IGrainWithStringKey
{
    /// <summary>Starts the job; a second call with the same id finds the first.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.Conflict"/> when the name is taken.</exception>
    [Alias("Create")]
    Task<BenchmarkJobView> Create(BenchmarkJobPlan plan);

    /// <summary>The job now; of outcomes, what is known without asking the scenario runs.</summary>
    [AlwaysInterleave, Alias("Get")]
    Task<BenchmarkJobView> Get();

    /// <summary>Waits until the job has ended, or <paramref name="wait"/> is over.</summary>
    [AlwaysInterleave, Alias("WaitForEnd")]
    Task<BenchmarkJobView> WaitForEnd(TimeSpan wait, CancellationToken cancellationToken);

    /// <summary>Cancels all benchmark runs that have not ended; canceling a job that has ended changes nothing.</summary>
    [Alias("Cancel")]
    Task<BenchmarkJobView> Cancel();

    /// <summary>Tells the job to go on from its saved state.</summary>
    [Alias("Reconcile")]
    Task Reconcile();
}
