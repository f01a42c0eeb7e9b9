using System.Buffers.Binary;

namespace BenchCluster.Tests.Transfers;

/// <summary>Bytes of a length, no eight of which are like any others, and none of which is kept.</summary>
public sealed class PatternStream(long length) : Stream
{
    private long _position;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => length;

    /// <inheritdoc/>
    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    /// <summary>What is at a place.</summary>
    public static byte At(long position)
    {
        Span<byte> word = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(word, WordAt(position / 8));
        return word[(int)(position % 8)];
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        var count = (int)Math.Min(buffer.Length, length - _position);
        var done = 0;
        while (done < count)
        {
            if (_position % 8 == 0 && count - done >= 8)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(buffer[done..], WordAt(_position / 8));
                (done, _position) = (done + 8, _position + 8);
            }
            else
            {
                buffer[done++] = At(_position++);
            }
        }

        return count;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Read(buffer.Span));

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

    private static ulong WordAt(long index) => (ulong)index * 0x9E3779B97F4A7C15;
}
