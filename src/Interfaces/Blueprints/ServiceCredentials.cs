namespace BenchCluster.Blueprints;

/// <summary>Who may have a service's image.</summary>
[GenerateSerializer, Immutable, Alias("bench.ServiceCredentials")]
public sealed record ServiceCredentials
{
    /// <summary>The registry's user.</summary>
    [Id(0)]
    public required string Username { get; init; }

    /// <summary>The password; encrypted at rest, and not shown.</summary>
    [Id(1)]
    public required string Password { get; init; }

    /// <summary>The record without its password.</summary>
    public override string ToString() => Username;
}
