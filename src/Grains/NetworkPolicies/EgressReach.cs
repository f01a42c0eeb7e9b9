using BenchCluster.Devboxes;

namespace BenchCluster.NetworkPolicies;

/// <summary>What policies mean for containers: a network with everything, or none. What lies between cannot be kept to here and is refused.</summary>
internal sealed class EgressReach(IGrainFactory grains)
{
    /// <summary>The parameters with the network that their policy means.</summary>
    /// <exception cref="BenchException">There is no such policy, or <see cref="BenchError.NotServed"/>: it allows a part.</exception>
    public async Task<LaunchParameters?> ResolveAsync(LaunchParameters? launch) => launch?.NetworkPolicyId is { } id
        ? launch with { NetworkMode = await ModeOfAsync("launch_parameters.network_policy_id", id) }
        : launch;

    /// <summary>The network that a policy means.</summary>
    /// <param name="field">The field that names the policy.</param>
    /// <exception cref="BenchException">There is no such policy, or <see cref="BenchError.NotServed"/>: it allows a part.</exception>
    public async Task<NetworkMode> ModeOfAsync(string field, string policyId)
    {
        var policy = await grains.GetGrain<INetworkPolicyGrain>(ResourceId.Require(ResourceKind.NetworkPolicy, policyId)).Get();
        return ModeOf(policy.Egress) ?? throw new BenchException(
            BenchError.NotServed,
            $"{field}: the policy '{policy.Name}' allows some hosts, addresses or devboxes; only policies that allow everything (allow_all) or nothing can be applied here.");
    }

    /// <summary>The network that the rules mean; null where they allow a part. Gateways and mirrors that do not exist are no part.</summary>
    public static NetworkMode? ModeOf(EgressRules egress) => egress switch
    {
        { AllowAll: true } => NetworkMode.Public,
        { AllowedHostnames.Count: 0, AllowedCidrs.Count: 0, AllowDevboxToDevbox: false } => NetworkMode.NoNetwork,
        _ => null,
    };
}
