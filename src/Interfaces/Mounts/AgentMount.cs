namespace BenchCluster.Mounts;

/// <summary>A registered agent, installed from its source.</summary>
[GenerateSerializer, Immutable, Alias("bench.AgentMount")]
public sealed record AgentMount : Mount
{
    /// <summary>The agent; this or <see cref="AgentName"/> must be given.</summary>
    [Id(0)]
    public string? AgentId { get; init; }

    /// <summary>The name of the agent: the newest of that name, where no id is given.</summary>
    [Id(1)]
    public string? AgentName { get; init; }

    /// <summary>The absolute path to install to; required for agents from Git and objects.</summary>
    [Id(2)]
    public string? AgentPath { get; init; }

    /// <summary>The token for a private repository; it is not left in the devbox.</summary>
    [Id(3)]
    public string? AuthToken { get; init; }

    /// <summary>The record without its token.</summary>
    public override string ToString() => AgentId ?? AgentName ?? "";
}
