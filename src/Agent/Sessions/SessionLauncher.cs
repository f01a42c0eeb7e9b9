using System.Runtime.InteropServices;
using BenchCluster.Agent.Accounts;
using BenchCluster.Agent.Executions;
using BenchCluster.Agent.Native;
using BenchCluster.Agent.Processes;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Agent.Sessions;

/// <summary>Starts sessions: with pipes, or on a terminal.</summary>
internal sealed class SessionLauncher(AccountTable accounts, CommandEnvironment environment, DescriptorPump pump, Reaper reaper, TimeProvider clock)
{
    /// <summary>What is told to programs that ask what their terminal can do.</summary>
    private const string DefaultTerm = "xterm-256color";

    /// <summary>The most that is read of an output at the end: what fits in the largest pipe.</summary>
    private const int LargestPipe = 1 << 20;

    /// <summary>Starts a command with a pipe each for its input, output and errors.</summary>
    /// <exception cref="AgentException">It cannot be started.</exception>
    public Session StartWithPipes(SessionStart start)
    {
        if (start.Command is not { } command)
            throw new AgentException(AgentErrorCode.Invalid, "session.command: is missing.");
        using var stdin = new Pipe();
        using var stdout = new Pipe();
        using var stderr = new Pipe();
        Tap[] taps = [new(pump), new(pump)];
        var session = new Session(start, new StandardInput(stdin.TakeWriteEnd(), pump), taps, clock);
        Start(session, start, command, [(stdin.ReadEnd, 0), (stdout.WriteEnd, 1), (stderr.WriteEnd, 2)], hasTerminal: false, status =>
        {
            Watch(session, taps[0], session.Outputs[0], stdout.TakeReadEnd());
            Watch(session, taps[1], session.Outputs[1], stderr.TakeReadEnd());
            WatchStatus(session, taps, status);
        });
        return session;
    }

    /// <summary>Starts a command, or the shell itself, on a terminal of its own.</summary>
    /// <exception cref="AgentException">It cannot be started.</exception>
    public (Session Session, PseudoTerminal Driver) StartOnTerminal(SessionStart start, int columns, int rows)
    {
        var (driver, terminal) = PseudoTerminal.Open(accounts.Find(start.User).Uid, columns, rows);
        try
        {
            Tap[] taps = [new(pump)];
            var session = new Session(start, new StandardInput(driver.Duplicate(), pump), taps, clock);
            var variables = new Dictionary<string, string>(start.Environment ?? new Dictionary<string, string>());
            variables.TryAdd("TERM", DefaultTerm);
            start = start with { Environment = variables };
            Start(session, start, start.Command, [(terminal, 0), (terminal, 1), (terminal, 2)], hasTerminal: true, status =>
            {
                Watch(session, taps[0], session.Outputs[0], driver.Duplicate());
                WatchStatus(session, taps, status);
            });
            return (session, driver);
        }
        catch
        {
            driver.Dispose();
            throw;
        }
        finally
        {
            _ = Libc.close(terminal);
        }
    }

    private static void Watch(Session session, Tap tap, FlowBuffer buffer, int output) => tap.Open(output, (bytes, length) =>
    {
        if (length > 0)
            buffer.Append(bytes.AsSpan(0, length));
        else
            session.OutputEnded(buffer);
    });

    private void Start(
        Session session, SessionStart start, string? command, List<(int From, int To)> descriptors, bool hasTerminal, Action<int> watch)
    {
        using var status = new Pipe();
        try
        {
            var shell = ExecutionLauncher.FindShell();
            var account = accounts.Find(start.User);
            string[] arguments = command is null ? [Path.GetFileName(shell)] : ShellPrograms.Fresh(shell, command).Arguments;
            var supervisor = Spawner.Start(
                shell, arguments, environment.For(account, start.Environment), ExecutionLauncher.DirectoryOf(start.WorkingDirectory, account), account,
                CollectionsMarshal.AsSpan(descriptors), status.WriteEnd, hasTerminal);
            reaper.Expect();
            watch(status.TakeReadEnd());
            session.Processes.Spawned(supervisor);
        }
        catch
        {
            session.Input.Dispose();
            throw;
        }
    }

    private void WatchStatus(Session session, Tap[] taps, int status) => pump.Add(status, (bytes, length) =>
    {
        if (length == 0)
        {
            session.SupervisorGone();
            return;
        }

        foreach (var (kind, value) in SupervisorRecord.Parse(bytes, length))
        {
            if (kind == SupervisorRecord.Exited)
            {
                // All that the command itself wrote is there by now, however slowly it is read.
                foreach (var tap in taps)
                    tap.Drain(LargestPipe);
            }

            session.Recorded(kind, value);
        }
    });
}
