using System.Buffers.Binary;

namespace BenchCluster.Perf;

/// <summary>Bytes of a length, no eight of which are like any others, and none of which is kept.</summary>
internal sealed class PatternStream(long length) : Stream
{
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

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

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Read(buffer.Span));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private static ulong WordAt(long index) => (ulong)index * 0x9E3779B97F4A7C15;
}
