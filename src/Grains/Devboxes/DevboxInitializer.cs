using System.Text;

namespace BenchCluster.Devboxes;

/// <summary>Makes a started devbox ready: its user, its files, its launch commands.</summary>
internal sealed class DevboxInitializer(IDevboxHost host, DevboxOptions options, TimeProvider clock)
{
    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(20);

    /// <summary>Does all that is asked for; every step may be done twice.</summary>
    public async Task<DevboxEvent> InitializeAsync(DevboxState state, CancellationToken cancellationToken)
    {
        var request = state.Spec!.Request;
        var agent = host.Connect(state.Id);
        var user = state.Facts!.User;
        if (request.LaunchParameters?.UserParameters is { } asked && asked.Username != "root")
        {
            // Debian's and BusyBox's tools; a user who exists is left as is.
            var command = $"id -u '{asked.Username}' >/dev/null 2>&1 || useradd -m -s /bin/bash -u {asked.Uid} '{asked.Username}' || adduser -D -u {asked.Uid} '{asked.Username}'";
            if (await RunAsync(agent, state, "user", command, "root", cancellationToken) is { } failure)
                return failure;
        }

        foreach (var (path, content) in request.FileMounts ?? new Dictionary<string, string>())
            await agent.WriteFileAsync(path, new MemoryStream(Encoding.UTF8.GetBytes(content)), FileMode, user, cancellationToken);

        var commands = request.LaunchParameters?.LaunchCommands ?? [];
        for (var i = 0; i < commands.Count; i++)
        {
            if (await RunAsync(agent, state, $"{i:D3}", commands[i], user, cancellationToken) is { } failure)
                return failure;
        }

        return new DevboxEvent.Initialized(state.Epoch, await HomeAsync(agent, state, cancellationToken), clock.GetUtcNow());
    }

    /// <summary>
    /// Where a scenario's commands run when neither it nor the image says: the user's home. Scorers are not that user, and
    /// it is asked for before anybody works in the devbox.
    /// </summary>
    private async Task<string?> HomeAsync(IDevboxAgent agent, DevboxState state, CancellationToken cancellationToken)
    {
        if (state.Spec!.ScenarioRunId is null || state.Facts is not { WorkingDirectory: null, User: not "root" } facts)
            return null;
        var status = await EndAsync(agent, StartOf(state, "home", "pwd", facts.User), cancellationToken);
        return status is { ExitStatus: 0 } && status.StdoutTail.TrimEnd() is ['/', ..] home ? home : null;
    }

    private ProcessStart StartOf(DevboxState state, string step, string command, string user) => new()
    {
        // The id is the step's: after a restart the command is found, not run again.
        Id = $"launch-{state.Epoch}-{step}",
        Command = command,
        User = user,
        Timeout = options.LaunchTimeout,
    };

    private static async Task<ProcessStatus> EndAsync(IDevboxAgent agent, ProcessStart start, CancellationToken cancellationToken)
    {
        var status = await agent.StartAsync(start, Poll, cancellationToken);
        while (status.State is not ExecutionStatus.Completed)
        {
            status = await agent.FindAsync(start.Id, Poll, cancellationToken)
                ?? throw new AgentUnreachableException($"The agent has lost the launch command '{start.Id}'.");
        }

        return status;
    }

    private async Task<DevboxEvent?> RunAsync(
        IDevboxAgent agent, DevboxState state, string step, string command, string user, CancellationToken cancellationToken)
    {
        var status = await EndAsync(agent, StartOf(state, step, command, user), cancellationToken);
        if (status is { ExitStatus: 0, TimedOut: false })
            return null;
        var how = status.TimedOut ? $"did not end within {options.LaunchTimeout}" : $"ended with exit status {status.ExitStatus}";
        return new DevboxEvent.Failed(
            FailureReason.ExecutionFailed,
            $"The launch command '{command}' {how}. {ExecutionViews.LastLines(status.StderrTail, 5).Text}".TrimEnd(),
            false, clock.GetUtcNow());
    }
}
