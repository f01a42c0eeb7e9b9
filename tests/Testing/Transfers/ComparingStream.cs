namespace BenchCluster.Tests.Transfers;

/// <summary>Takes bytes, and compares them with those of a <see cref="PatternStream"/>.</summary>
public sealed class ComparingStream(long length) : Stream
{
    private readonly PatternStream _expected = new(length);
    private readonly byte[] _buffer = new byte[64 * 1024];

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => length;

    /// <inheritdoc/>
    public override long Position
    {
        get => _expected.Position;
        set => throw new NotSupportedException();
    }

    /// <summary>Whether all have come.</summary>
    public bool IsWhole => _expected.Position == length;

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            var count = _expected.Read(_buffer.AsSpan(0, Math.Min(buffer.Length, _buffer.Length)));
            if (count == 0 || !buffer[..count].SequenceEqual(_buffer.AsSpan(0, count)))
                throw new InvalidOperationException($"Not what was sent, before byte {_expected.Position}.");
            buffer = buffer[count..];
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();
}
