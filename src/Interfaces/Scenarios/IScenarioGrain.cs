using Orleans.Concurrency;

namespace BenchCluster.Scenarios;

/// <summary>A scenario's definition. Key: the scenario's id.</summary>
[Alias("bench.IScenarioGrain")]
public interface IScenarioGrain : IGrainWithStringKey
{
    /// <summary>Creates it from a validated request.</summary>
    [Alias("Create")]
    Task<ScenarioView> Create(ScenarioCreateRequest request);

    /// <summary>The scenario.</summary>
    [AlwaysInterleave, Alias("Get")]
    Task<ScenarioView> Get();

    /// <summary>Changes it; runs that have begun keep what they began with.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.Conflict"/> when it is archived.</exception>
    [Alias("Update")]
    Task<ScenarioView> Update(ScenarioUpdateRequest request);

    /// <summary>Archives it; archiving twice changes nothing.</summary>
    [Alias("Archive")]
    Task<ScenarioView> Archive();
}
