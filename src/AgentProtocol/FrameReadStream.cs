using System.Text.Json;

namespace BenchCluster.AgentProtocol;

/// <summary>The bytes of a run of frames, as a stream. Ends at the end frame.</summary>
/// <param name="reader">Where the frames come from.</param>
/// <param name="owner">What to dispose with the stream.</param>
public sealed class FrameReadStream(WireReader reader, IDisposable? owner) : Stream
{
    private ReadOnlyMemory<byte> _rest;
    private bool _isEnded;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_rest.Length == 0)
        {
            if (_isEnded)
                return 0;
            var frame = await reader.ReadFrameAsync(cancellationToken)
                ?? throw new EndOfStreamException("The connection ended before the bytes did.");
            switch (frame.Type)
            {
                case FrameType.End:
                    _isEnded = true;
                    break;
                case FrameType.Error:
                    var error = JsonSerializer.Deserialize(frame.Payload.Span, AgentJson.Default.AgentReply);
                    throw new AgentException(error?.Code ?? AgentErrorCode.Failed, error?.Message ?? "The agent failed.");
                default:
                    _rest = frame.Payload;
                    break;
            }
        }

        var count = Math.Min(buffer.Length, _rest.Length);
        _rest[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return count;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            owner?.Dispose();
        base.Dispose(disposing);
    }
}
