using BenchCluster.Devboxes;

namespace BenchCluster.ScenarioRuns;

/// <summary>A command of the run's own in its devbox, from its start to its end.</summary>
internal static class WorkSteps
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(20);

    /// <summary>Starts it, or finds it where it was started before, and waits for its end.</summary>
    public static async Task<ProcessStatus> RunAsync(IDevboxWork devbox, ProcessStart start, CancellationToken cancellationToken)
    {
        var status = await devbox.Start(start, Poll, cancellationToken);
        while (status.State is not ExecutionStatus.Completed)
        {
            cancellationToken.ThrowIfCancellationRequested();
            status = await devbox.Find(start.Id, Poll, cancellationToken) ?? await devbox.Start(start, Poll, cancellationToken);
        }

        return status;
    }
}
