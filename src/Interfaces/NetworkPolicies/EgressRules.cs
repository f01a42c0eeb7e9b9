namespace BenchCluster.NetworkPolicies;

/// <summary>What a devbox may reach.</summary>
[GenerateSerializer, Immutable, Alias("bench.EgressRules")]
public sealed record EgressRules
{
    /// <summary>Whether it may reach everything; then nothing else counts.</summary>
    [Id(0)]
    public bool AllowAll { get; init; }

    /// <summary>Whether it may reach the agent gateway, of which there is none here.</summary>
    [Id(1)]
    public bool AllowAgentGateway { get; init; }

    /// <summary>Whether it may reach other devboxes by their tunnels; with <see cref="AllowAll"/> it may.</summary>
    [Id(2)]
    public bool AllowDevboxToDevbox { get; init; }

    /// <summary>Whether it may reach the MCP hub, of which there is none here.</summary>
    [Id(3)]
    public bool AllowMcpGateway { get; init; }

    /// <summary>Whether it may reach Runloop's mirrors, of which there are none here.</summary>
    [Id(4)]
    public bool AllowRunloopMirrors { get; init; }

    /// <summary>Hosts that it may reach; <c>*</c> stands for any letters of a name.</summary>
    [Id(5)]
    public IReadOnlyList<string> AllowedHostnames { get; init; } = [];

    /// <summary>Addresses that it may reach besides.</summary>
    [Id(6)]
    public IReadOnlyList<AllowedCidr> AllowedCidrs { get; init; } = [];
}
