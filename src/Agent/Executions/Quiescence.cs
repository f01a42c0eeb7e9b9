using BenchCluster.Agent.Native;
using BenchCluster.Agent.Processes;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Agent.Executions;

/// <summary>Kills all that runs beside the agent, and waits until it is gone.</summary>
internal sealed class Quiescence(ExecutionTable executions)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LastPause = TimeSpan.FromMilliseconds(100);

    /// <summary>Ends every execution and every other process.</summary>
    /// <exception cref="AgentException">Something cannot be killed: it hangs in the kernel.</exception>
    public async Task ReachAsync()
    {
        executions.AbandonQueued();
        var end = TimeProvider.System.GetTimestamp() + (long)(Deadline.TotalSeconds * TimeProvider.System.TimestampFrequency);
        for (var pause = FirstPause; ; pause = pause * 2 > LastPause ? LastPause : pause * 2)
        {
            KillAll();
            var left = Others();
            if (left.Count == 0 && executions.AreAllGone())
                return;
            if (TimeProvider.System.GetTimestamp() > end)
                throw new AgentException(AgentErrorCode.Failed, $"Processes cannot be killed: {string.Join(", ", left.Take(10))}.");
            // No event tells of the end of a process that is not a child.
            await Task.Delay(pause);
        }
    }

    private static List<int> Others() => ProcessTree.Descendants(Environment.ProcessId);

    private static void KillAll()
    {
        // In a container one call reaches all but its first process, which is the agent, at one moment.
        if (Environment.ProcessId == 1)
        {
            _ = Libc.kill(-1, Libc.SigKill);
            return;
        }

        ProcessTree.Kill(Environment.ProcessId);
    }
}
