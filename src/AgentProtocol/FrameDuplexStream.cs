namespace BenchCluster.AgentProtocol;

/// <summary>
/// Bytes both ways over one connection: what is written goes out as input frames, what comes in as output frames is read.
/// Each direction ends by itself: reading at the end frame, writing with <see cref="EndAsync"/>.
/// </summary>
/// <param name="connection">The connection, which it owns.</param>
/// <param name="reader">Reads the connection.</param>
public sealed class FrameDuplexStream(Stream connection, WireReader reader) : Stream
{
    private const int LargestChunk = 256 * 1024;

    private readonly FrameReadStream _input = new(reader, null);
    private byte[] _buffer = new byte[Wire.HeaderLength + (16 * 1024)];

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _input.ReadAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (buffer.Length > 0)
        {
            var length = Math.Min(buffer.Length, LargestChunk);
            if (_buffer.Length < Wire.HeaderLength + length)
                _buffer = new byte[Wire.HeaderLength + LargestChunk];
            Wire.WriteHeader(_buffer, FrameType.Input, length);
            buffer[..length].CopyTo(_buffer.AsMemory(Wire.HeaderLength));
            await connection.WriteAsync(_buffer.AsMemory(0, Wire.HeaderLength + length), cancellationToken);
            buffer = buffer[length..];
        }
    }

    /// <summary>Says that nothing more is written; reading goes on.</summary>
    public Task EndAsync(CancellationToken cancellationToken) => Wire.WriteFrameAsync(connection, FrameType.End, default, cancellationToken);

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) =>
        WriteAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            connection.Dispose();
        base.Dispose(disposing);
    }
}
