using System.Buffers;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace BenchCluster.AgentProtocol;

/// <summary>
/// Speaks to the agent of one devbox, from the host. One connection an operation. Fails with
/// <see cref="AgentException"/> when the agent refuses, and with <see cref="IOException"/> or
/// <see cref="SocketException"/> when it does not answer.
/// </summary>
/// <param name="connect">Connects to the agent, for one operation.</param>
public sealed class AgentClient(Func<CancellationToken, Task<NetworkStream>> connect)
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

    /// <summary>Writes a file, with the directories above it; a plain file is replaced whole or not at all.</summary>
    /// <exception cref="AgentException"><see cref="AgentErrorCode.Invalid"/>, too: the content could not be read to its end.</exception>
    public async Task WriteFileAsync(FileTarget file, Stream content, CancellationToken cancellationToken)
    {
        var start = ArrayPool<byte>.Shared.Rent(LargeFiles.Threshold);
        try
        {
            var length = await LargeFiles.ReadStartAsync(content, start, cancellationToken);
            var isSmall = length < LargeFiles.Threshold;
            if (isSmall || !await TryFillFileAsync(file, start, length, content, cancellationToken))
            {
                var begun = new ReadOnlyMemoryStream(start.AsMemory(0, length));
                await SendContentAsync(
                    new AgentRequest { Operation = Operation.WriteFile, File = file }, isSmall ? [begun] : [begun, content], cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(start);
        }
    }

    /// <summary>Unpacks a tar, gzipped or not, into a directory.</summary>
    public Task UnpackAsync(FileTarget directory, Stream tar, CancellationToken cancellationToken) =>
        SendContentAsync(new AgentRequest { Operation = Operation.Unpack, File = directory }, [tar], cancellationToken);

    /// <summary>Opens a file for reading; the stream owns the connection. A large plain file is a <see cref="FileStream"/>.</summary>
    public async Task<Stream> OpenReadAsync(FileTarget file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        var connection = await ConnectAsync(cancellationToken);
        try
        {
            var request = new AgentRequest { Operation = Operation.ReadFile, File = file with { HandOver = true } };
            await Wire.WriteHeadAsync(connection, request, AgentJson.Default.AgentRequest, cancellationToken);
            var (reply, handed, reader) = await LargeFiles.ReceiveAsync(connection, cancellationToken);
            Check(reply);
            if (handed is null)
                return new FrameReadStream(reader, connection);
            await connection.DisposeAsync();
            return new FileStream(handed, FileAccess.Read, bufferSize: 0) { Position = file.Offset };
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

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

    /// <summary>Fills a file that the agent hands over; false where it is of an age that knows nothing of that.</summary>
    private async Task<bool> TryFillFileAsync(FileTarget file, byte[] start, int length, Stream rest, CancellationToken cancellationToken)
    {
        await using var connection = await ConnectAsync(cancellationToken);
        var request = new AgentRequest { Operation = Operation.FillFile, File = file };
        await Wire.WriteHeadAsync(connection, request, AgentJson.Default.AgentRequest, cancellationToken);
        var (reply, handed, reader) = await LargeFiles.ReceiveAsync(connection, cancellationToken);
        Stream[] content = [new ReadOnlyMemoryStream(start.AsMemory(0, length)), rest];
        AgentException? failure = null;
        using (handed)
        {
            // Whatever else is invalid is so for frames, too.
            if (reply is { Code: AgentErrorCode.Invalid })
                return false;
            Check(reply);
            if (handed is not null)
            {
                failure = await LargeFiles.FillAsync(handed, file, content, cancellationToken);
                content = [];
            }
        }

        var answer = reader.ReadHeadAsync(AgentJson.Default.AgentReply, cancellationToken);
        if (failure is null)
            await SendFramesAsync(connection, answer, content, cancellationToken);
        else
            await SendFailureAsync(connection, failure, cancellationToken);
        Check(await answer);
        return true;
    }

    private async Task SendContentAsync(AgentRequest request, Stream[] content, CancellationToken cancellationToken)
    {
        await using var connection = await ConnectAsync(cancellationToken);
        var reader = await SendAsync(connection, request, cancellationToken);
        // An agent that refuses answers at once and reads no further: then its answer counts, not the broken pipe.
        var answer = reader.ReadHeadAsync(AgentJson.Default.AgentReply, cancellationToken);
        await SendFramesAsync(connection, answer, content, cancellationToken);
        Check(await answer);
    }

    private static async Task SendFramesAsync(NetworkStream connection, Task answer, Stream[] content, CancellationToken cancellationToken)
    {
        var buffer = new byte[Wire.HeaderLength + ChunkSize];
        try
        {
            foreach (var part in content)
            {
                for (int read; !answer.IsCompleted && (read = await LargeFiles.ReadAsync(part, buffer.AsMemory(Wire.HeaderLength), cancellationToken)) > 0;)
                {
                    Wire.WriteHeader(buffer, FrameType.Input, read);
                    await connection.WriteAsync(buffer.AsMemory(0, Wire.HeaderLength + read), cancellationToken);
                }
            }

            await Wire.WriteFrameAsync(connection, FrameType.End, default, cancellationToken);
        }
        catch (AgentException e)
        {
            await SendFailureAsync(connection, e, cancellationToken);
        }
        catch (IOException) when (!cancellationToken.IsCancellationRequested)
        {
            // The answer says why.
        }
    }

    /// <summary>Tells the agent to undo what it has begun; it answers with the same failure when it has.</summary>
    private static Task SendFailureAsync(NetworkStream connection, AgentException failure, CancellationToken cancellationToken) => Wire.WriteFrameAsync(
        connection, FrameType.Error,
        JsonSerializer.SerializeToUtf8Bytes(new AgentReply { Code = failure.Code, Message = failure.Message }, AgentJson.Default.AgentReply),
        cancellationToken);
}
