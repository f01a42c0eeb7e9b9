namespace BenchCluster.Devboxes;

/// <summary>A devbox's main program: the devbox ends with it.</summary>
internal static class Entrypoint
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(20);

    /// <summary>The id of its execution.</summary>
    public static string IdOf(int boot) => $"entrypoint-{boot}";

    /// <summary>Waits until it has ended.</summary>
    public static async Task WaitAsync(IDevboxAgent agent, int boot, CancellationToken cancellationToken)
    {
        while (await agent.FindAsync(IdOf(boot), Poll, cancellationToken) is { State: not ExecutionStatus.Completed })
            cancellationToken.ThrowIfCancellationRequested();
    }
}
