using Orleans.Concurrency;

namespace BenchCluster.NetworkPolicies;

/// <summary>A network policy. Key: the policy's id.</summary>
[Alias("bench.INetworkPolicyGrain")]
public interface INetworkPolicyGrain : IGrainWithStringKey
{
    /// <summary>Creates it.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.Conflict"/>: another has the name.</exception>
    [Alias("Create")]
    Task<NetworkPolicyView> Create(NetworkPolicyRequest request);

    /// <summary>The policy.</summary>
    [AlwaysInterleave, Alias("Get")]
    Task<NetworkPolicyView> Get();

    /// <summary>Changes it; what was started before keeps what it may.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.Conflict"/>: another has the name.</exception>
    [Alias("Update")]
    Task<NetworkPolicyView> Update(NetworkPolicyRequest request);

    /// <summary>Removes it; what was started with it keeps what it may.</summary>
    [Alias("Delete")]
    Task<NetworkPolicyView> Delete();
}
