using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace BenchCluster.Hosting;

/// <summary>Looks at the first bytes of a connection, and leaves them to whoever speaks its protocol.</summary>
internal static class ConnectionPrefix
{
    private static readonly TimeSpan FirstBytesWithin = TimeSpan.FromMinutes(2);

    /// <summary>Whether the connection begins with the bytes; null when it never said anything.</summary>
    public static async Task<bool?> BeginsWithAsync(ConnectionContext connection, ReadOnlyMemory<byte> prefix)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed);
        limit.CancelAfter(FirstBytesWithin);
        try
        {
            var input = connection.Transport.Input;
            while (true)
            {
                var read = await input.ReadAsync(limit.Token);
                var verdict = Compare(read.Buffer, prefix.Span);
                // Nothing is consumed; what is not enough to tell counts as seen, so that the next read waits for more.
                input.AdvanceTo(read.Buffer.Start, verdict is null && !read.IsCompleted ? read.Buffer.End : read.Buffer.Start);
                if (verdict is not null)
                    return verdict;
                if (read.IsCompleted)
                    return false;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ConnectionResetException or ConnectionAbortedException)
        {
            return null;
        }
    }

    /// <summary>Whether the bytes are the prefix; null when there are too few to tell.</summary>
    private static bool? Compare(in ReadOnlySequence<byte> bytes, ReadOnlySpan<byte> prefix)
    {
        var length = (int)Math.Min(bytes.Length, prefix.Length);
        Span<byte> start = stackalloc byte[length];
        bytes.Slice(0, length).CopyTo(start);
        return !prefix.StartsWith(start) ? false : length == prefix.Length ? true : null;
    }
}
