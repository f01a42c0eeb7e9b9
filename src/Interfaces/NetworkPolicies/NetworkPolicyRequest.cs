namespace BenchCluster.NetworkPolicies;

/// <summary>The body of <c>POST /v1/network-policies</c> and of its update, where null leaves what was.</summary>
[GenerateSerializer, Immutable, Alias("bench.NetworkPolicyRequest")]
public sealed record NetworkPolicyRequest
{
    /// <summary>The name; unique, and required of a new one.</summary>
    [Id(0)]
    public string? Name { get; init; }

    /// <summary>What it is for; empty clears it.</summary>
    [Id(1)]
    public string? Description { get; init; }

    /// <summary>See <see cref="EgressRules.AllowAll"/>.</summary>
    [Id(2)]
    public bool? AllowAll { get; init; }

    /// <summary>See <see cref="EgressRules.AllowAgentGateway"/>.</summary>
    [Id(3)]
    public bool? AllowAgentGateway { get; init; }

    /// <summary>See <see cref="EgressRules.AllowDevboxToDevbox"/>.</summary>
    [Id(4)]
    public bool? AllowDevboxToDevbox { get; init; }

    /// <summary>See <see cref="EgressRules.AllowMcpGateway"/>.</summary>
    [Id(5)]
    public bool? AllowMcpGateway { get; init; }

    /// <summary>See <see cref="EgressRules.AllowRunloopMirrors"/>.</summary>
    [Id(6)]
    public bool? AllowRunloopMirrors { get; init; }

    /// <summary>See <see cref="EgressRules.AllowedHostnames"/>.</summary>
    [Id(7)]
    public IReadOnlyList<string>? AllowedHostnames { get; init; }

    /// <summary>See <see cref="EgressRules.AllowedCidrs"/>.</summary>
    [Id(8)]
    public IReadOnlyList<AllowedCidr>? AllowedCidrs { get; init; }
}
