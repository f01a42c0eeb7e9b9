using BenchCluster.Agent.Accounts;
using BenchCluster.Agent.Native;
using BenchCluster.Agent.Processes;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Agent.Executions;

/// <summary>Turns an execution into processes and pipes.</summary>
internal sealed class ExecutionLauncher(AccountTable accounts, CommandEnvironment environment, DescriptorPump pump, Reaper reaper)
{
    /// <summary>The most that is read of a pipe at an end: what fits in the largest one.</summary>
    private const int LargestPipe = 1 << 20;

    private const int OpenRead = 0;

    /// <summary>Starts the command.</summary>
    /// <param name="state">For a named shell: what its last command left, and where this one leaves its own.</param>
    /// <exception cref="AgentException">It cannot be started.</exception>
    public void Launch(Execution execution, (MemoryFile In, MemoryFile Out)? state)
    {
        var start = execution.Start;
        var account = accounts.Find(start.User);
        var directory = start.WorkingDirectory ?? (Directory.Exists(account.Home) ? account.Home : "/");
        if (!Directory.Exists(directory))
            throw new AgentException(AgentErrorCode.NotFound, $"The devbox has no directory '{directory}'.");
        var shell = ShellPrograms.Find() ?? throw new AgentException(AgentErrorCode.NotFound, "The image has no shell: neither bash nor sh.");

        using var stdout = new Pipe();
        using var stderr = new Pipe();
        using var status = new Pipe();
        using var stdin = start.AttachStdin ? new Pipe() : null;
        using var nothing = stdin is null ? File.OpenHandle("/dev/null") : null;
        var input = stdin?.ReadEnd ?? (int)nothing!.DangerousGetHandle();

        var (arguments, stateIn, stateOut) = state is null
            ? (ShellPrograms.Fresh(shell, start.Command), 0, 0)
            : ShellPrograms.Named(shell, start.Command);
        ReadOnlySpan<(int, int)> descriptors = state is { } files
            ? [(input, 0), (stdout.WriteEnd, 1), (stderr.WriteEnd, 2), (files.In.Descriptor, stateIn), (files.Out.Descriptor, stateOut)]
            : [(input, 0), (stdout.WriteEnd, 1), (stderr.WriteEnd, 2)];

        execution.Begin(stdin is null ? null : new StandardInput(stdin.TakeWriteEnd()));
        var supervisor = Spawner.Start(
            shell, arguments, environment.For(account, start.Environment), directory, account, descriptors, status.WriteEnd);
        reaper.Expect();
        Watch(execution, stdout.TakeReadEnd(), stderr.TakeReadEnd(), status.TakeReadEnd());
        execution.Spawned(supervisor);
    }

    private void Watch(Execution execution, int stdout, int stderr, int status)
    {
        pump.Add(stdout, (bytes, length) => Take(execution, execution.Stdout, bytes, length));
        pump.Add(stderr, (bytes, length) => Take(execution, execution.Stderr, bytes, length));
        pump.Add(status, (bytes, length) =>
        {
            if (length == 0)
            {
                execution.SupervisorGone();
                return;
            }

            foreach (var (kind, value) in SupervisorRecord.Parse(bytes, length))
            {
                if (kind == SupervisorRecord.Exited)
                {
                    // All that the command itself wrote is in the pipes by now.
                    pump.Drain(stdout, LargestPipe);
                    pump.Drain(stderr, LargestPipe);
                }

                execution.Recorded(kind, value);
            }
        });
    }

    private static void Take(Execution execution, OutputFile output, byte[] bytes, int length)
    {
        if (length > 0)
        {
            output.Append(bytes.AsSpan(0, length));
            execution.Changed.Beat();
            return;
        }

        output.Dispose();
        execution.OutputEnded();
    }
}
