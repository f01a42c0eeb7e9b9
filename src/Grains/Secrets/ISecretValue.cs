using Orleans.Concurrency;

namespace BenchCluster.Secrets;

/// <summary>A secret's value, for the grains that put it into devboxes; no adapter of the API has it.</summary>
[Alias("bench.ISecretValue")]
internal interface ISecretValue : IGrainWithStringKey
{
    /// <summary>The value.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.NotFound"/>.</exception>
    [AlwaysInterleave, Alias("Reveal")]
    Task<string> Reveal();
}
