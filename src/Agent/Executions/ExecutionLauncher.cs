using System.Runtime.InteropServices;
using System.Text;
using BenchCluster.Agent.Accounts;
using BenchCluster.Agent.Native;
using BenchCluster.Agent.Processes;
using BenchCluster.AgentProtocol;
using Microsoft.Win32.SafeHandles;

namespace BenchCluster.Agent.Executions;

/// <summary>Turns an execution into processes and pipes.</summary>
internal sealed class ExecutionLauncher(CommandEnvironment environment, DescriptorPump pump, Reaper reaper)
{
    /// <summary>The most that is read of a pipe at an end: what fits in the largest one.</summary>
    private const int LargestPipe = 1 << 20;

    /// <summary>The input of a command without one.</summary>
    private readonly SafeFileHandle _nothing = File.OpenHandle("/dev/null");

    /// <summary>Starts the command in a shell of its own; does nothing for one that was abandoned meanwhile.</summary>
    /// <exception cref="AgentException">It cannot be started.</exception>
    public void Launch(Execution execution, Account account)
    {
        var shell = FindShell();
        Launch(execution, account, shell, ShellPrograms.Fresh(shell, execution.Start.Command), null, null);
    }

    /// <summary>Starts the command with the state that the last one left; what it leaves itself goes to <paramref name="left"/>.</summary>
    /// <exception cref="AgentException">It cannot be started.</exception>
    public void Launch(Execution execution, Account account, MemoryFile? state, MemoryFile left)
    {
        var shell = FindShell();
        using var none = state is null ? new MemoryFile([]) : null;
        state?.Rewind();
        Launch(execution, account, shell, ShellPrograms.Named(shell, execution.Start, isFirst: state is null), state ?? none, left);
    }

    /// <summary>The image's shell.</summary>
    /// <exception cref="AgentException"><see cref="AgentErrorCode.NotFound"/>: it has none.</exception>
    public static string FindShell() =>
        ShellPrograms.Find() ?? throw new AgentException(AgentErrorCode.NotFound, "The image has no shell: neither bash nor sh.");

    /// <summary>Where a command begins.</summary>
    /// <exception cref="AgentException"><see cref="AgentErrorCode.NotFound"/>: it is not there.</exception>
    public static string DirectoryOf(string? asked, Account account)
    {
        var directory = asked ?? account.Beginning;
        return Directory.Exists(directory)
            ? directory
            : throw new AgentException(AgentErrorCode.NotFound, $"The devbox has no directory '{directory}'.");
    }

    private void Launch(Execution execution, Account account, string shell, ShellInvocation invocation, MemoryFile? state, MemoryFile? left)
    {
        var start = execution.Start;
        var directory = DirectoryOf(start.WorkingDirectory, account);
        using var stdout = new Pipe();
        using var stderr = new Pipe();
        using var status = new Pipe();
        using var stdin = start.AttachStdin ? new Pipe() : null;
        using var text = invocation.Text is null ? null : new MemoryFile(Encoding.UTF8.GetBytes(invocation.Text));
        var input = stdin?.ReadEnd ?? (int)_nothing.DangerousGetHandle();
        List<(int From, int To)> descriptors = [(input, 0), (stdout.WriteEnd, 1), (stderr.WriteEnd, 2)];
        if (text is not null)
            descriptors.Add((text.Descriptor, invocation.Descriptors.Text));
        if (state is not null)
            descriptors.Add((state.Descriptor, invocation.Descriptors.StateIn));
        if (left is not null)
            descriptors.Add((left.Descriptor, invocation.Descriptors.StateOut));

        if (!execution.Begin(stdin is null ? null : new StandardInput(stdin.TakeWriteEnd(), pump)))
            return;
        var supervisor = Spawner.Start(
            shell, invocation.Arguments, environment.For(account, start.Environment), directory, account,
            CollectionsMarshal.AsSpan(descriptors), status.WriteEnd);
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
