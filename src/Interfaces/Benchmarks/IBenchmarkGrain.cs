using Orleans.Concurrency;

namespace BenchCluster.Benchmarks;

/// <summary>A benchmark's definition. Key: the benchmark's id.</summary>
[Alias("bench.IBenchmarkGrain")]
public interface IBenchmarkGrain : IGrainWithStringKey
{
    /// <summary>Creates it.</summary>
    /// <exception cref="BenchException">
    /// <see cref="BenchError.Conflict"/> when the name is taken; <see cref="BenchError.InvalidField"/> when a scenario
    /// does not exist.
    /// </exception>
    [Alias("Create")]
    Task<BenchmarkView> Create(BenchmarkCreateRequest request);

    /// <summary>The benchmark.</summary>
    [AlwaysInterleave, Alias("Get")]
    Task<BenchmarkView> Get();

    /// <summary>Changes it; runs that have begun keep what they began with.</summary>
    [Alias("Update")]
    Task<BenchmarkView> Update(BenchmarkUpdateRequest request);

    /// <summary>Adds and takes out scenarios; one that is there already is not added again.</summary>
    [Alias("UpdateScenarios")]
    Task<BenchmarkView> UpdateScenarios(BenchmarkScenariosRequest request);
}
