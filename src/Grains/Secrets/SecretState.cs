namespace BenchCluster.Secrets;

/// <summary>What is persisted of a secret.</summary>
internal sealed record SecretState : ResourceState
{
    /// <summary>The name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The value, encrypted.</summary>
    public byte[] Encrypted { get; init; } = [];

    /// <summary>The last change of the value.</summary>
    public DateTimeOffset UpdatedAt { get; init; }
}
