using System.Buffers.Binary;

namespace BenchCluster.AgentProtocol;

/// <summary>
/// When the bytes of an output came: marks of a byte offset and a time, at most one in <see cref="Resolution"/>. What is
/// before the first mark came right after the start.
/// </summary>
/// <param name="marks">The marks, by offset.</param>
public sealed class OutputTimes(IReadOnlyList<(long Offset, long AtMs)> marks)
{
    /// <summary>Bytes of a mark on disk: offset and Unix milliseconds, both little endian.</summary>
    public const int MarkLength = 16;

    /// <summary>The most marks of an output.</summary>
    public const int MostMarks = 64 * 1024;

    /// <summary>How close marks are, at the closest.</summary>
    public static readonly TimeSpan Resolution = TimeSpan.FromMilliseconds(10);

    /// <summary>When the byte came, in Unix milliseconds.</summary>
    /// <param name="startMs">When the execution started.</param>
    public long At(long offset, long startMs)
    {
        var (low, high) = (0, marks.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (marks[middle].Offset <= offset)
                low = middle + 1;
            else
                high = middle;
        }

        return low == 0 ? startMs : Math.Max(startMs, marks[low - 1].AtMs);
    }

    /// <summary>Writes a mark.</summary>
    public static void Write(Span<byte> mark, long offset, long atMs)
    {
        BinaryPrimitives.WriteInt64LittleEndian(mark, offset);
        BinaryPrimitives.WriteInt64LittleEndian(mark[8..], atMs);
    }

    /// <summary>Reads the marks; what is out of order ends them.</summary>
    public static OutputTimes Read(ReadOnlySpan<byte> bytes)
    {
        var marks = new List<(long Offset, long AtMs)>();
        for (; bytes.Length >= MarkLength; bytes = bytes[MarkLength..])
        {
            var mark = (Offset: BinaryPrimitives.ReadInt64LittleEndian(bytes), AtMs: BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]));
            if (mark.Offset < 0 || mark.AtMs < 0 || (marks.Count > 0 && mark.Offset < marks[^1].Offset))
                break;
            marks.Add(mark);
        }

        return new OutputTimes(marks);
    }
}
