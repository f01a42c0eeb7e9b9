namespace BenchCluster.Devboxes;

/// <summary>A devbox's main program: the devbox ends with it.</summary>
internal static class Entrypoint
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(20);

    /// <summary>The id of its execution.</summary>
    public static string IdOf(int boot) => $"entrypoint-{boot}";

    /// <summary>Waits until it has ended; its end, or null when nothing is known of it.</summary>
    public static async Task<ProcessStatus?> WaitAsync(IDevboxAgent agent, int boot, CancellationToken cancellationToken)
    {
        while (true)
        {
            var status = await agent.FindAsync(IdOf(boot), Poll, cancellationToken);
            if (status is not { State: not ExecutionStatus.Completed })
                return status;
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
