using BenchCluster.Devboxes;
using BenchCluster.Trajectories;

namespace BenchCluster.ScenarioRuns;

/// <summary>
/// Keeps the trajectory that an agent has left in its devbox as the output of a command, which outlives the devbox as all
/// outputs do, is bounded as they are, and is without the values of secrets where it is shown.
/// </summary>
internal static class TrajectoryRecord
{
    private const string Ending = "-trajectory";
    private const int Largest = 32 << 20;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    /// <summary>The agent's process whose trajectory a command has kept; null where the id is of something else.</summary>
    public static string? AgentOf(string executionId) =>
        executionId.StartsWith("agent-", StringComparison.Ordinal) && executionId.EndsWith(Ending, StringComparison.Ordinal)
            ? executionId[..^Ending.Length]
            : null;

    /// <summary>Keeps it. May be done twice; that there is none, or none that is a file, is no error.</summary>
    /// <param name="agentId">The agent's process.</param>
    public static Task KeepAsync(IDevboxWork devbox, string agentId, CancellationToken cancellationToken) => devbox.Start(
        new ProcessStart
        {
            Id = agentId + Ending,
            Command = $"[ -f {AtifTrajectory.Path} ] && exec head -c {Largest} {AtifTrajectory.Path}",
            User = "root",
            WorkingDirectory = "/",
            Timeout = Longest,
        },
        Longest,
        cancellationToken);
}
