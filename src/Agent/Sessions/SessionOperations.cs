using BenchCluster.AgentProtocol;

namespace BenchCluster.Agent.Sessions;

/// <summary>The operations on sessions and terminals.</summary>
internal sealed class SessionOperations(TerminalTable terminals, SessionLauncher launcher)
{
    private const int SigHup = 1;

    private int _connected;

    /// <summary>How many clients are connected to a session.</summary>
    public int Connected => _connected;

    /// <summary>Finds a terminal or makes it; makes nothing that is attached to.</summary>
    public TerminalReport Open(TerminalTarget target, SessionStart? start)
    {
        var (terminal, isNew) = terminals.Open(target, start);
        return terminal.Report(isNew);
    }

    /// <summary>Sets a terminal's size.</summary>
    public TerminalReport Resize(TerminalTarget target)
    {
        var terminal = terminals.Require(target);
        var (columns, rows) = SessionRules.Size(target);
        terminal.Resize(columns, rows);
        return terminal.Report(created: false);
    }

    /// <summary>Sends a signal to what is in a terminal's foreground.</summary>
    public TerminalReport Signal(TerminalTarget target, int signal)
    {
        var terminal = terminals.Require(target);
        terminal.Signal(signal);
        return terminal.Report(created: false);
    }

    /// <summary>Hangs a terminal up.</summary>
    public TerminalReport Close(TerminalTarget target)
    {
        var terminal = terminals.Require(target);
        terminal.Close();
        return terminal.Report(created: false);
    }

    /// <summary>Attaches the client to a terminal, which is made if it is not there, until the one or the other ends.</summary>
    public async Task AttachAsync(TerminalTarget target, SessionStart? start, Stream stream, WireReader reader)
    {
        var (terminal, isNew) = terminals.Open(target, start);
        Interlocked.Increment(ref _connected);
        try
        {
            await terminal.AttachAsync(stream, reader, () => AnswerAsync(stream, new AgentReply { Terminal = terminal.Report(isNew) }));
        }
        finally
        {
            Interlocked.Decrement(ref _connected);
        }
    }

    /// <summary>Runs a command for the client, until it ends; a client that goes away before takes it along.</summary>
    public async Task RunAsync(SessionStart start, Stream stream, WireReader reader)
    {
        SessionRules.Check(start);
        var session = launcher.StartWithPipes(start);
        Interlocked.Increment(ref _connected);
        try
        {
            await AnswerAsync(stream, new AgentReply());
            using var relay = new SessionRelay(session, stream, reader);
            if (!await relay.RunAsync(bytes => TakeAsync(session, bytes)))
                await LeaveAsync(session);
        }
        finally
        {
            Interlocked.Decrement(ref _connected);
        }
    }

    private static async Task<bool> TakeAsync(Session session, ReadOnlyMemory<byte>? bytes)
    {
        try
        {
            if (bytes is { } some)
                await session.Input.WriteAsync(some);
            else
                session.Input.Dispose();
        }
        catch (AgentException)
        {
            // Nobody reads it any more: that ends a pipe, and no session.
        }

        return true;
    }

    private static async Task LeaveAsync(Session session)
    {
        session.HangUp();
        try
        {
            await session.Processes.SignalAsync(SigHup, SignalScope.Group);
        }
        catch (AgentException)
        {
            // It has ended already.
        }
    }

    private static Task AnswerAsync(Stream stream, AgentReply reply) =>
        Wire.WriteHeadAsync(stream, reply, AgentJson.Default.AgentReply, CancellationToken.None);
}
