using Orleans.Concurrency;

namespace BenchCluster.Secrets;

/// <summary>A secret. Key: the secret's id.</summary>
[Alias("bench.ISecretGrain")]
public interface ISecretGrain : IGrainWithStringKey
{
    /// <summary>Creates it.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.Conflict"/> when the name is taken.</exception>
    [Alias("Create")]
    Task<SecretView> Create(SecretCreateRequest request);

    /// <summary>The secret, without its value.</summary>
    [AlwaysInterleave, Alias("Get")]
    Task<SecretView> Get();

    /// <summary>Replaces the value; devboxes that run keep the one they started with.</summary>
    [Alias("Update")]
    Task<SecretView> Update(string value);

    /// <summary>Removes it; the secret as it was.</summary>
    [Alias("Delete")]
    Task<SecretView> Delete();
}
