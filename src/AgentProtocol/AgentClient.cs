using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace BenchCluster.AgentProtocol;

/// <summary>
/// Speaks to the agent of one devbox, from the host. One connection an operation. Fails with
/// <see cref="AgentException"/> when the agent refuses, and with <see cref="IOException"/> or
/// <see cref="SocketException"/> when it does not answer.
/// </summary>
/// <param name="connect">Connects to the agent, for one operation.</param>
public sealed partial class AgentClient(Func<CancellationToken, Task<NetworkStream>> connect)
{
    /// <summary>Speaks to the agent whose directory this is.</summary>
    /// <param name="runDirectory">The devbox's own directory on the host, which holds the agent's socket.</param>
    /// <param name="isContained">Whether the agent must be the first process of a container; false where it runs beside the caller, as in tests.</param>
    public AgentClient(string runDirectory, bool isContained = true)
        : this(async token => new NetworkStream(await AgentSocket.ConnectAsync(runDirectory, isContained, token), ownsSocket: true))
    {
    }

    private const int ChunkSize = 64 * 1024;

    /// <summary>Who the agent is.</summary>
    public async Task<AgentHello> HelloAsync(CancellationToken cancellationToken) =>
        (await AskAsync(new AgentRequest { Operation = Operation.Hello }, cancellationToken)).Hello!;

    /// <summary>Starts an execution, or finds the one with the same id, and waits up to <paramref name="wait"/> for its end.</summary>
    public async Task<ExecutionReport> StartAsync(ExecutionStart start, TimeSpan wait, CancellationToken cancellationToken) =>
        (await AskAsync(
            new AgentRequest { Operation = Operation.Start, Start = start, WaitMs = (long)wait.TotalMilliseconds }, cancellationToken)).Execution!;

    /// <summary>An execution, waiting up to <paramref name="wait"/> for its end.</summary>
    public async Task<ExecutionReport> WaitAsync(string id, TimeSpan wait, CancellationToken cancellationToken) =>
        (await AskAsync(
            new AgentRequest { Operation = Operation.Wait, Id = id, WaitMs = (long)wait.TotalMilliseconds }, cancellationToken)).Execution!;

    /// <summary>All executions, without their tails, oldest first.</summary>
    public async Task<IReadOnlyList<ExecutionReport>> ListAsync(CancellationToken cancellationToken) =>
        (await AskAsync(new AgentRequest { Operation = Operation.List }, cancellationToken)).Executions ?? [];

    /// <summary>An execution's output from a byte on; to its end when it follows.</summary>
    public async IAsyncEnumerable<OutputChunk> ReadOutputAsync(
        string id, OutputKind stream, long offset, bool follow, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var connection = await ConnectAsync(cancellationToken);
        var reader = await SendAsync(
            connection,
            new AgentRequest { Operation = Operation.ReadOutput, Id = id, Stream = stream, Offset = offset, Follow = follow },
            cancellationToken);
        Check(await reader.ReadHeadAsync(AgentJson.Default.AgentReply, cancellationToken));
        await using var frames = new FrameReadStream(reader, null);
        var buffer = new byte[ChunkSize];
        for (int read; (read = await frames.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            offset += read;
            yield return new OutputChunk(buffer.AsMemory(0, read), offset);
        }
    }

    /// <summary>Writes to an execution's standard input, and closes it if asked.</summary>
    public Task WriteInputAsync(string id, ReadOnlyMemory<byte> bytes, bool close, CancellationToken cancellationToken) =>
        SendContentAsync(
            new AgentRequest { Operation = Operation.WriteInput, Id = id, Close = close }, [new ReadOnlyMemoryStream(bytes)], cancellationToken);

    /// <summary>Sends a signal to an execution.</summary>
    public Task SignalAsync(string id, int signal, SignalScope scope, CancellationToken cancellationToken) =>
        AskAsync(new AgentRequest { Operation = Operation.Signal, Id = id, Signal = signal, Scope = scope }, cancellationToken);

    /// <summary>Kills every process in the devbox but the agent.</summary>
    public Task QuiesceAsync(CancellationToken cancellationToken) =>
        AskAsync(new AgentRequest { Operation = Operation.Quiesce }, cancellationToken);

    /// <summary>Looks at a file.</summary>
    public async Task<FileEntry> StatAsync(FileTarget file, CancellationToken cancellationToken) =>
        (await AskAsync(new AgentRequest { Operation = Operation.Stat, File = file }, cancellationToken)).Entry!;

    /// <summary>Lists a directory.</summary>
    public async Task<IReadOnlyList<FileEntry>> ListDirectoryAsync(FileTarget directory, CancellationToken cancellationToken) =>
        (await AskAsync(new AgentRequest { Operation = Operation.ListDirectory, File = directory }, cancellationToken)).Entries ?? [];

    /// <summary>Removes a file or directory.</summary>
    public Task RemoveAsync(FileTarget file, CancellationToken cancellationToken) =>
        AskAsync(new AgentRequest { Operation = Operation.Remove, File = file }, cancellationToken);

    /// <summary>Makes a directory and those above it; one that is there gets the mode.</summary>
    public Task MakeDirectoryAsync(FileTarget directory, CancellationToken cancellationToken) =>
        AskAsync(new AgentRequest { Operation = Operation.MakeDirectory, File = directory }, cancellationToken);

    /// <summary>What the devbox uses.</summary>
    public async Task<AgentStats> StatsAsync(CancellationToken cancellationToken) =>
        (await AskAsync(new AgentRequest { Operation = Operation.Stats }, cancellationToken)).Stats!;

    /// <summary>Where a user's commands begin: the home, or <c>/</c> where that is not there.</summary>
    public async Task<string> HomeAsync(string? user, CancellationToken cancellationToken) =>
        (await AskAsync(new AgentRequest { Operation = Operation.Home, User = user }, cancellationToken)).Home!;

    /// <summary>Connects to what listens in the devbox; the stream owns the connection.</summary>
    /// <exception cref="AgentException"><see cref="AgentErrorCode.Refused"/>: nothing does.</exception>
    public async Task<FrameDuplexStream> DialAsync(DialTarget target, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(cancellationToken);
        try
        {
            var reader = await SendAsync(connection, new AgentRequest { Operation = Operation.Dial, Dial = target }, cancellationToken);
            Check(await reader.ReadHeadAsync(AgentJson.Default.AgentReply, cancellationToken));
            return new FrameDuplexStream(connection, reader);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a command whose input and output go over the connection.</summary>
    public async Task<SessionConnection> RunAsync(SessionStart start, CancellationToken cancellationToken) =>
        (await OpenSessionAsync(new AgentRequest { Operation = Operation.Run, Session = start }, cancellationToken)).Session;

    /// <summary>Finds a terminal, or makes it with this program on it.</summary>
    public async Task<TerminalReport> OpenTerminalAsync(TerminalTarget terminal, SessionStart start, CancellationToken cancellationToken) =>
        (await AskAsync(new AgentRequest { Operation = Operation.OpenTerminal, Terminal = terminal, Session = start }, cancellationToken)).Terminal!;

    /// <summary>Attaches to a terminal, which is made if it is not there.</summary>
    /// <exception cref="AgentException"><see cref="AgentErrorCode.Busy"/>: another client is attached to it.</exception>
    public async Task<(SessionConnection Session, TerminalReport Terminal)> AttachTerminalAsync(
        TerminalTarget terminal, SessionStart start, CancellationToken cancellationToken)
    {
        var (session, reply) = await OpenSessionAsync(
            new AgentRequest { Operation = Operation.AttachTerminal, Terminal = terminal, Session = start }, cancellationToken);
        return (session, reply.Terminal!);
    }

    /// <summary>Sets a terminal's size.</summary>
    public Task ResizeTerminalAsync(string name, int columns, int rows, CancellationToken cancellationToken) => AskAsync(
        new AgentRequest { Operation = Operation.ResizeTerminal, Terminal = new TerminalTarget { Name = name, Columns = columns, Rows = rows } }, cancellationToken);

    /// <summary>Sends a signal to what runs in a terminal's foreground.</summary>
    public Task SignalTerminalAsync(string name, int signal, CancellationToken cancellationToken) => AskAsync(
        new AgentRequest { Operation = Operation.SignalTerminal, Terminal = new TerminalTarget { Name = name }, Signal = signal }, cancellationToken);

    /// <summary>Hangs a terminal up.</summary>
    public Task CloseTerminalAsync(string name, CancellationToken cancellationToken) =>
        AskAsync(new AgentRequest { Operation = Operation.CloseTerminal, Terminal = new TerminalTarget { Name = name } }, cancellationToken);

    private async Task<(SessionConnection Session, AgentReply Reply)> OpenSessionAsync(AgentRequest request, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(cancellationToken);
        try
        {
            var reader = await SendAsync(connection, request, cancellationToken);
            var reply = Check(await reader.ReadHeadAsync(AgentJson.Default.AgentReply, cancellationToken));
            return (new SessionConnection(connection, reader), reply);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>What was changed on the disk since a time.</summary>
    public async Task<FoundChanges> FindChangesAsync(ChangeSearch search, CancellationToken cancellationToken) =>
        (await AskAsync(new AgentRequest { Operation = Operation.Changed, Changed = search }, cancellationToken)).Changed!;

    private static async Task<WireReader> SendAsync(NetworkStream connection, AgentRequest request, CancellationToken cancellationToken)
    {
        await Wire.WriteHeadAsync(connection, request, AgentJson.Default.AgentRequest, cancellationToken);
        return new WireReader(connection);
    }

    private static AgentReply Check(AgentReply? reply) => reply switch
    {
        null => throw new IOException("The agent closed the connection without an answer."),
        { Code: { } code } => throw new AgentException(code, reply.Message ?? code.ToString()),
        _ => reply,
    };

    private Task<NetworkStream> ConnectAsync(CancellationToken cancellationToken) => connect(cancellationToken);

    private async Task<AgentReply> AskAsync(AgentRequest request, CancellationToken cancellationToken)
    {
        await using var connection = await ConnectAsync(cancellationToken);
        var reader = await SendAsync(connection, request, cancellationToken);
        return Check(await reader.ReadHeadAsync(AgentJson.Default.AgentReply, cancellationToken));
    }
}
