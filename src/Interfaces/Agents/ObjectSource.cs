namespace BenchCluster.Agents;

/// <summary>A storage object.</summary>
[GenerateSerializer, Immutable, Alias("bench.ObjectSource")]
public sealed record ObjectSource
{
    /// <summary>The object.</summary>
    [Id(0)]
    public required string ObjectId { get; init; }

    /// <summary>Commands run where it is unpacked.</summary>
    [Id(1)]
    public IReadOnlyList<string>? AgentSetup { get; init; }
}
