namespace BenchCluster.NetworkPolicies;

/// <summary>What is persisted of a network policy.</summary>
internal sealed record NetworkPolicyState : ResourceState
{
    /// <summary>The policy as it was asked for: <see cref="EgressRules.AllowAll"/> changes nothing else of it.</summary>
    public NetworkPolicyView? View { get; init; }
}
