namespace BenchCluster.Blueprints;

/// <summary>A blueprint, in the contract's shape.</summary>
[GenerateSerializer, Immutable, Alias("bench.BlueprintView")]
public sealed record BlueprintView
{
    /// <summary>The id.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>The name.</summary>
    [Id(1)]
    public required string Name { get; init; }

    /// <summary>The state of its build.</summary>
    [Id(2)]
    public required BlueprintStatus Status { get; init; }

    /// <summary>Creation, in Unix milliseconds.</summary>
    [Id(3)]
    public required long CreateTimeMs { get; init; }

    /// <summary>What it was created with.</summary>
    [Id(4)]
    public required BlueprintCreateRequest Parameters { get; init; }

    /// <summary><c>created</c>, or <c>deleted</c>.</summary>
    [Id(5)]
    public string State { get; init; } = "created";

    /// <summary><c>out_of_memory</c>, <c>out_of_disk</c> or <c>build_failed</c>.</summary>
    [Id(6)]
    public string? FailureReason { get; init; }

    /// <summary>What failed, in words (an extension of the contract).</summary>
    [Id(7)]
    public string? FailureMessage { get; init; }

    /// <summary>When the build ended, in Unix milliseconds.</summary>
    [Id(8)]
    public long? BuildFinishTimeMs { get; init; }

    /// <summary>The hash of all that the image is made of; blueprints that share it share the image (an extension).</summary>
    [Id(9)]
    public string? ContentHash { get; init; }

    /// <summary>The caller's own labels.</summary>
    [Id(10)]
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    /// <summary>The blueprint whose image it begins with.</summary>
    [Id(11)]
    public string? BaseBlueprintId { get; init; }

    /// <summary>Containers that a devbox can have beside it.</summary>
    [Id(12)]
    public IReadOnlyList<ContainerizedService>? ContainerizedServices { get; init; }

    /// <summary>Always empty: no capability group is offered.</summary>
    [Id(13)]
    public IReadOnlyList<string> DevboxCapabilities { get; init; } = [];

    /// <summary>Always false: nothing is published.</summary>
    [Id(14)]
    public bool IsPublic { get; init; }
}
