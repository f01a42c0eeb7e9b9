using BenchCluster.Scenarios;
using Orleans.Concurrency;

namespace BenchCluster.ScenarioRuns;

/// <summary>One run of a scenario: owns its devbox and calls the scorers. Key: the run's id.</summary>
[Alias("bench.IScenarioRunGrain")]
public interface IScenarioRunGrain : IGrainWithStringKey
{
    /// <summary>Starts the run; a second call with the same id finds the first.</summary>
    [Alias("Start")]
    Task<ScenarioRunView> Start(ScenarioRunSpec spec);

    /// <summary>The run now.</summary>
    [AlwaysInterleave, Alias("Get")]
    Task<ScenarioRunView> Get();

    /// <summary>The scenario as it was when the run began.</summary>
    [AlwaysInterleave, Alias("GetScenario")]
    Task<ScenarioView> GetScenario();

    /// <summary>Waits until the run's state is another than <paramref name="state"/>, or <paramref name="wait"/> is over.</summary>
    [AlwaysInterleave, Alias("WaitForChange")]
    Task<ScenarioRunView> WaitForChange(ScenarioRunState state, TimeSpan wait, CancellationToken cancellationToken);

    /// <summary>Begins to score; scoring a run that is being scored or has a score changes nothing.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.Conflict"/> when the devbox is not ready or the run has ended.</exception>
    [Alias("Score")]
    Task<ScenarioRunView> Score();

    /// <summary>Ends the run and its devbox.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.Conflict"/> while it is being scored.</exception>
    [Alias("Complete")]
    Task<ScenarioRunView> Complete();

    /// <summary>Cancels the run and ends its devbox; canceling one that has ended changes nothing.</summary>
    [Alias("Cancel")]
    Task<ScenarioRunView> Cancel();

    /// <summary>Tells the run to go on from its saved state.</summary>
    [Alias("Reconcile")]
    Task Reconcile();
}
