using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace BenchCluster.AgentProtocol;

/// <summary>Reads heads and frames from a stream, which it buffers.</summary>
/// <param name="stream">The connection.</param>
public sealed class WireReader(Stream stream)
{
    /// <summary>Goes on after what was read of the stream already.</summary>
    /// <param name="stream">The connection.</param>
    /// <param name="buffer">What was read, and room for more; it is kept.</param>
    /// <param name="length">How much of it was read.</param>
    internal WireReader(Stream stream, byte[] buffer, int length)
        : this(stream) => (_buffer, _end) = (buffer, length);

    private const int FirstLength = 4 * 1024;

    private byte[] _buffer = new byte[FirstLength];
    private int _start;
    private int _end;

    /// <summary>Reads a head; null at the end of the stream.</summary>
    /// <exception cref="InvalidDataException">It is too long or no JSON of the type.</exception>
    public async Task<T?> ReadHeadAsync<T>(JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        var searched = 0;
        while (true)
        {
            var line = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (line >= 0)
            {
                var head = Parse(_buffer.AsSpan(_start, searched + line), type);
                _start += searched + line + 1;
                Shrink();
                return head;
            }

            searched = _end - _start;
            if (searched > Wire.LongestHead)
                throw new InvalidDataException("The head is too long.");
            if (!await FillAsync(cancellationToken))
                return searched == 0 ? null : throw new InvalidDataException("The stream ended within a head.");
        }
    }

    /// <summary>Reads a frame; null at the end of the stream. The payload is valid until the next call.</summary>
    /// <exception cref="InvalidDataException">It is no frame, or is cut off.</exception>
    public async Task<(FrameType Type, ReadOnlyMemory<byte> Payload)?> ReadFrameAsync(CancellationToken cancellationToken)
    {
        while (_end - _start < Wire.HeaderLength)
        {
            if (!await FillAsync(cancellationToken))
                return _end == _start ? null : throw new InvalidDataException("The stream ended within a frame.");
        }

        var (type, length) = Wire.ReadHeader(_buffer.AsSpan(_start, Wire.HeaderLength));
        while (_end - _start < Wire.HeaderLength + length)
        {
            if (!await FillAsync(cancellationToken))
                throw new InvalidDataException("The stream ended within a frame.");
        }

        var payload = _buffer.AsMemory(_start + Wire.HeaderLength, length);
        _start += Wire.HeaderLength + length;
        return (type, payload);
    }

    private static T Parse<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? throw new InvalidDataException("The head is null.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"The head is not understood: {e.Message}", e);
        }
    }

    /// <summary>A long head is rare, and a connection may be long.</summary>
    private void Shrink()
    {
        if (_buffer.Length <= FirstLength || _end - _start > FirstLength)
            return;
        var rest = new byte[FirstLength];
        _buffer.AsSpan(_start, _end - _start).CopyTo(rest);
        (_buffer, _start, _end) = (rest, 0, _end - _start);
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += read;
        return read > 0;
    }
}
