namespace BenchCluster.Agent.Server;

/// <summary>The agent's own version.</summary>
internal static class AgentVersion
{
    /// <summary>As <c>major.minor.patch</c>.</summary>
    public static string Text { get; } = typeof(AgentVersion).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";
}
