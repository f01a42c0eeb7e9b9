using System.Text.Json.Serialization;
using BenchCluster.Tunnels;

namespace BenchCluster.Devboxes;

/// <summary>A devbox, in the contract's shape.</summary>
[GenerateSerializer, Immutable, Alias("bench.DevboxView")]
public sealed record DevboxView
{
    /// <summary>The id.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>The state.</summary>
    [Id(1)]
    public required DevboxStatus Status { get; init; }

    /// <summary>The name.</summary>
    [Id(2)]
    public string? Name { get; init; }

    /// <summary>The caller's own labels.</summary>
    [Id(3)]
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    /// <summary>Always empty: no capability group is offered.</summary>
    [Id(4)]
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>Creation, in Unix milliseconds.</summary>
    [Id(5)]
    public required long CreateTimeMs { get; init; }

    /// <summary>The end, in Unix milliseconds.</summary>
    [Id(6)]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public long? EndTimeMs { get; init; }

    /// <summary>How it was launched.</summary>
    [Id(7)]
    public required LaunchParameters LaunchParameters { get; init; }

    /// <summary>The states entered, in order.</summary>
    [Id(8)]
    public required IReadOnlyList<StateTransitionView> StateTransitions { get; init; }

    /// <summary>The blueprint it started from.</summary>
    [Id(9)]
    public string? BlueprintId { get; init; }

    /// <summary>The category of its failure.</summary>
    [Id(10)]
    public FailureReason? FailureReason { get; init; }

    /// <summary>What failed, in words (an extension of the contract).</summary>
    [Id(11)]
    public string? FailureMessage { get; init; }

    /// <summary>Why it was shut down.</summary>
    [Id(12)]
    public ShutdownReason? ShutdownReason { get; init; }

    /// <summary><c>api</c> or <c>scenario</c>.</summary>
    [Id(13)]
    public string InitiatorType { get; init; } = "api";

    /// <summary>The scenario run that made it, if one did.</summary>
    [Id(14)]
    public string? InitiatorId { get; init; }

    /// <summary>Whether the failure is the cluster's, so that another try may help (an extension of the contract).</summary>
    [Id(15)]
    public bool? IsInfrastructureFailure { get; init; }

    /// <summary>The snapshot it started from.</summary>
    [Id(16)]
    public string? SnapshotId { get; init; }

    /// <summary>Its tunnel, if one is open.</summary>
    [Id(17)]
    public TunnelView? Tunnel { get; init; }

    /// <summary>How many devboxes wait before it for a place, while it is queued (an extension of the contract).</summary>
    [Id(18)]
    public int? QueuePosition { get; init; }

    /// <summary>Names of the registered agents that were put into it (an extension of the contract).</summary>
    [Id(19)]
    public IReadOnlyList<string>? Agents { get; init; }

    /// <summary>The node that it has, or had, its place on (an extension of the contract).</summary>
    [Id(20)]
    public string? Node { get; init; }
}
