namespace BenchCluster.Devboxes;

/// <summary>
/// Commands that make a devbox ready. Their ids are the step's and the start's: after a crash of the silo a command is
/// found, not run again; after a resume it is another one.
/// </summary>
internal sealed class LaunchSteps(IDevboxAgent agent, DevboxState state, DevboxConfidential secrets, TimeSpan timeout)
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(20);

    /// <summary>Runs a command to its end.</summary>
    /// <param name="step">Its name among the steps.</param>
    /// <param name="what">What it is, for a message.</param>
    /// <exception cref="LaunchStepException">It failed, or took too long.</exception>
    public async Task RunAsync(
        string step, string what, string command, CancellationToken cancellationToken,
        string? user = null, string? workingDirectory = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = StartOf($"launch-{state.Boot}-{step}", command, user, workingDirectory, environment) with { Timeout = timeout };
        var status = await agent.StartAsync(start, Poll, cancellationToken);
        while (status.State is not ExecutionStatus.Completed)
        {
            status = await agent.FindAsync(start.Id, Poll, cancellationToken)
                ?? throw new AgentUnreachableException($"The agent has lost the command '{start.Id}'.");
        }

        if (status is { ExitStatus: 0, TimedOut: false })
            return;
        var how = status.TimedOut ? $"did not end within {timeout}" : $"ended with exit status {status.ExitStatus}";
        var words = ExecutionViews.LastLines(status.StderrTail.Length > 0 ? status.StderrTail : status.StdoutTail, 5).Text;
        throw new LaunchStepException($"{what} {how}. {Redaction.Of(words, secrets.Values())}".TrimEnd(), WasKilled(status));
    }

    /// <summary>Whether it was ended by SIGKILL, which the kernel sends for want of memory, too.</summary>
    public static bool WasKilled(ProcessStatus? ended) => ended is { ExitStatus: 137, TimedOut: false };

    /// <summary>Starts a command and does not wait for it.</summary>
    public Task StartAsync(string id, string command, CancellationToken cancellationToken) =>
        agent.StartAsync(StartOf(id, command, null, null, null), TimeSpan.Zero, cancellationToken);

    private ProcessStart StartOf(
        string id, string command, string? user, string? workingDirectory, IReadOnlyDictionary<string, string>? environment) => new()
    {
        Id = id,
        Command = command,
        User = user ?? state.Facts!.User,
        WorkingDirectory = workingDirectory,
        Environment = environment is null ? secrets.Environment : new Dictionary<string, string>([.. secrets.Environment, .. environment]),
    };
}
