using System.Text;
using BenchCluster.Devboxes;

namespace BenchCluster.Http.ScenarioRuns;

/// <summary>Copies bytes of any length without what of them is confidential.</summary>
/// <param name="values">The confidential values.</param>
internal sealed class RedactedCopy(IReadOnlyList<string> values)
{
    private const int ChunkSize = 64 * 1024;
    private static readonly byte[] Mark = Encoding.UTF8.GetBytes(Redaction.Mark);

    private readonly byte[][] _parts = [.. Redaction.PartsOf(values).Select(Encoding.UTF8.GetBytes)];

    /// <summary>Copies all that is left of a stream.</summary>
    public async Task CopyAsync(Stream from, Stream to, CancellationToken cancellationToken)
    {
        if (_parts.Length == 0)
        {
            await from.CopyToAsync(to, cancellationToken);
            return;
        }

        // Where a part may still begin, the bytes after it are waited for.
        var longest = _parts.Max(part => part.Length);
        var buffer = new byte[ChunkSize + longest];
        var held = 0;
        while (true)
        {
            var read = await from.ReadAsync(buffer.AsMemory(held), cancellationToken);
            held += read;
            var isEnd = read == 0;
            var done = await WriteAsync(buffer.AsMemory(0, held), isEnd ? held : held - longest + 1, to, cancellationToken);
            if (isEnd)
                return;
            buffer.AsSpan(done, held - done).CopyTo(buffer);
            held -= done;
        }
    }

    /// <summary>Writes up to a place, or past it where a part begins before; how far.</summary>
    private async Task<int> WriteAsync(ReadOnlyMemory<byte> bytes, int end, Stream to, CancellationToken cancellationToken)
    {
        var done = 0;
        while (done < end)
        {
            var (at, length) = Next(bytes.Span[done..]);
            if (at < 0 || done + at >= end)
            {
                await to.WriteAsync(bytes[done..end], cancellationToken);
                return end;
            }

            await to.WriteAsync(bytes.Slice(done, at), cancellationToken);
            await to.WriteAsync(Mark, cancellationToken);
            done += at + length;
        }

        return done;
    }

    /// <summary>The first part, the longest where several begin at once; -1 when there is none.</summary>
    private (int At, int Length) Next(ReadOnlySpan<byte> bytes)
    {
        var (first, length) = (-1, 0);
        foreach (var part in _parts)
        {
            var at = bytes.IndexOf(part);
            if (at >= 0 && (first < 0 || at < first))
                (first, length) = (at, part.Length);
        }

        return (first, length);
    }
}
