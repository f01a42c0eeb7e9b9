using Orleans.Concurrency;

namespace BenchCluster.Scoring;

/// <summary>A custom scorer. Key: the scorer's id.</summary>
[Alias("bench.IScorerGrain")]
public interface IScorerGrain : IGrainWithStringKey
{
    /// <summary>Creates it.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.Conflict"/> when the type is taken.</exception>
    [Alias("Create")]
    Task<ScorerView> Create(ScorerRequest request);

    /// <summary>The scorer.</summary>
    [AlwaysInterleave, Alias("Get")]
    Task<ScorerView> Get();

    /// <summary>Replaces type and script.</summary>
    [Alias("Update")]
    Task<ScorerView> Update(ScorerRequest request);
}
