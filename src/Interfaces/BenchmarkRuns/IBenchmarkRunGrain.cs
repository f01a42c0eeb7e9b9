using Orleans.Concurrency;

namespace BenchCluster.BenchmarkRuns;

/// <summary>One run of a benchmark: fans out to scenario runs under a limit. Key: the run's id.</summary>
[Alias("bench.IBenchmarkRunGrain")]
public interface IBenchmarkRunGrain : IGrainWithStringKey
{
    /// <summary>Starts the run; a second call with the same id finds the first.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.InvalidField"/> when the benchmark has no scenarios.</exception>
    [Alias("Start")]
    Task<BenchmarkRunView> Start(StartBenchmarkRunRequest request);

    /// <summary>The run now.</summary>
    [AlwaysInterleave, Alias("Get")]
    Task<BenchmarkRunView> Get();

    /// <summary>Waits until the run has ended, or <paramref name="wait"/> is over.</summary>
    [AlwaysInterleave, Alias("WaitForEnd")]
    Task<BenchmarkRunView> WaitForEnd(TimeSpan wait, CancellationToken cancellationToken);

    /// <summary>A place for a scenario run that the caller is about to start in this benchmark run.</summary>
    /// <exception cref="BenchException">
    /// <see cref="BenchError.Conflict"/> when the run has ended or orchestrates itself; <see cref="BenchError.InvalidField"/>
    /// when the scenario is none of the benchmark's.
    /// </exception>
    [Alias("Reserve")]
    Task<ScenarioRunPlace> Reserve(string scenarioId);

    /// <summary>Gives back a place whose scenario run was refused; a place that was used stays.</summary>
    [Alias("Withdraw")]
    Task Withdraw(int place);

    /// <summary>Told by a scenario run that it has ended; told twice, counted once.</summary>
    [Alias("Report")]
    Task Report(ScenarioRunOutcome outcome);

    /// <summary>Ends a run whose scenario runs the caller started.</summary>
    [Alias("Complete")]
    Task<BenchmarkRunView> Complete();

    /// <summary>Cancels all scenario runs that have not ended, and ends the run with the score of those that have.</summary>
    [Alias("Cancel")]
    Task<BenchmarkRunView> Cancel();

    /// <summary>Sets how many scenario runs go on at once; those that go on already are not stopped.</summary>
    [Alias("SetLimit")]
    Task SetLimit(int limit);

    /// <summary>Tells the run to go on from its saved state.</summary>
    [Alias("Reconcile")]
    Task Reconcile();
}
