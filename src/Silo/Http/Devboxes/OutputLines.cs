using System.Text;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Http.Devboxes;

/// <summary>
/// Cuts bytes into the lines that they bring, since the SDK calls back for each line. A line that goes on comes as far as it is
/// there, up to the last whole character; a character's first bytes wait for its last.
/// </summary>
/// <param name="offset">The byte that comes first.</param>
internal sealed class OutputLines(long offset)
{
    private readonly List<byte> _waiting = [];
    private long _offset = offset;

    /// <summary>Each line with its end, and the byte offset after it.</summary>
    public IEnumerable<(string Text, long Offset)> Take(OutputChunk chunk)
    {
        byte[] bytes = [.. _waiting, .. chunk.Bytes.Span];
        var whole = bytes.Length - Incomplete(bytes);
        _waiting.Clear();
        _waiting.AddRange(bytes.AsSpan(whole));
        _offset = chunk.End - _waiting.Count;
        return Lines(bytes, whole, _offset - whole);
    }

    /// <summary>What never became a whole character.</summary>
    public IEnumerable<(string Text, long Offset)> Rest() =>
        _waiting.Count == 0 ? [] : [(Encoding.UTF8.GetString([.. _waiting]), _offset + _waiting.Count)];

    private static IEnumerable<(string Text, long Offset)> Lines(byte[] bytes, int length, long from)
    {
        for (var start = 0; start < length;)
        {
            var newline = Array.IndexOf(bytes, (byte)'\n', start, length - start);
            var end = newline < 0 ? length : newline + 1;
            yield return (Encoding.UTF8.GetString(bytes, start, end - start), from + end);
            start = end;
        }
    }

    /// <summary>How many bytes at the end begin a character that goes on.</summary>
    private static int Incomplete(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            var lead = bytes[^back];
            if ((lead & 0xC0) == 0x80)
                continue;
            var length = lead switch
            {
                >= 0xF0 and < 0xF8 => 4,
                >= 0xE0 and < 0xF0 => 3,
                >= 0xC0 and < 0xE0 => 2,
                _ => 1,
            };
            return length > back ? back : 0;
        }

        return 0;
    }
}
