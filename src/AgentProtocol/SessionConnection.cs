using System.Text.Json;

namespace BenchCluster.AgentProtocol;

/// <summary>A client's end of a session: a command with pipes, or a terminal.</summary>
public sealed class SessionConnection : IAsyncDisposable
{
    private readonly Stream _connection;
    private readonly WireReader _reader;
    private readonly FrameDuplexStream _input;

    internal SessionConnection(Stream connection, WireReader reader)
    {
        (_connection, _reader) = (connection, reader);
        _input = new FrameDuplexStream(connection, reader);
    }

    /// <summary>How the process ended, once that was read; null when it was closed and has not ended yet.</summary>
    public ProcessExit? Exit { get; private set; }

    /// <summary>The next of the output; null at its end. Valid until the next call.</summary>
    /// <exception cref="IOException">The agent is gone.</exception>
    public async ValueTask<(OutputKind Kind, ReadOnlyMemory<byte> Bytes)?> ReadAsync(CancellationToken cancellationToken)
    {
        while (await _reader.ReadFrameAsync(cancellationToken) is { } frame)
        {
            switch (frame.Type)
            {
                case FrameType.Output:
                    return (OutputKind.Stdout, frame.Payload);
                case FrameType.ErrorOutput:
                    return (OutputKind.Stderr, frame.Payload);
                case FrameType.Result:
                    Exit = JsonSerializer.Deserialize(frame.Payload.Span, AgentJson.Default.AgentReply)?.Exit;
                    break;
                case FrameType.End:
                    return null;
                default:
                    throw new InvalidDataException($"A frame of type {frame.Type} is none of a session's.");
            }
        }

        throw new EndOfStreamException("The connection ended before the session did.");
    }

    /// <summary>Writes to the process's input.</summary>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => _input.WriteAsync(bytes, cancellationToken);

    /// <summary>Ends the input of a command; detaches from a terminal.</summary>
    public Task EndInputAsync(CancellationToken cancellationToken) => _input.EndAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
