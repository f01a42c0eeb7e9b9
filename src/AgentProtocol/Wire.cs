using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace BenchCluster.AgentProtocol;

/// <summary>
/// Heads and frames on a stream. A head is one line of JSON; a frame is a type byte, three zero bytes, a big-endian
/// length and that many bytes, as in Docker's raw streams.
/// </summary>
public static class Wire
{
    /// <summary>The longest head; a longer one is refused. The longest command fits, however it is escaped.</summary>
    public const int LongestHead = 32 << 20;

    /// <summary>The longest payload of a frame; a longer one is refused.</summary>
    public const int LongestFrame = 1 << 20;

    /// <summary>The length of a frame's header.</summary>
    public const int HeaderLength = 8;

    /// <summary>Writes a head.</summary>
    /// <exception cref="InvalidDataException">It is too long.</exception>
    public static async Task WriteHeadAsync<T>(Stream stream, T head, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(head, type);
        if (json.Length > LongestHead)
            throw new InvalidDataException($"The head is longer than {LongestHead} bytes.");
        var line = new byte[json.Length + 1];
        json.CopyTo(line, 0);
        line[^1] = (byte)'\n';
        await stream.WriteAsync(line, cancellationToken);
    }

    /// <summary>Writes a frame.</summary>
    public static async Task WriteFrameAsync(Stream stream, FrameType type, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var header = new byte[HeaderLength];
        WriteHeader(header, type, payload.Length);
        await stream.WriteAsync(header, cancellationToken);
        if (payload.Length > 0)
            await stream.WriteAsync(payload, cancellationToken);
    }

    /// <summary>Fills in a frame's header.</summary>
    public static void WriteHeader(Span<byte> header, FrameType type, int length)
    {
        header[..4].Clear();
        header[0] = (byte)type;
        BinaryPrimitives.WriteInt32BigEndian(header[4..], length);
    }

    /// <summary>Reads a frame's header.</summary>
    /// <exception cref="InvalidDataException">It is none, or announces too much.</exception>
    public static (FrameType Type, int Length) ReadHeader(ReadOnlySpan<byte> header)
    {
        var type = (FrameType)header[0];
        var length = BinaryPrimitives.ReadInt32BigEndian(header[4..]);
        if (type > FrameType.Error
            || header[1] != 0 || header[2] != 0 || header[3] != 0 || length is < 0 or > LongestFrame)
        {
            throw new InvalidDataException("A frame's header is not one.");
        }

        return (type, length);
    }
}
