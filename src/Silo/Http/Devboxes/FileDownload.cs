using System.Buffers;

namespace BenchCluster.Http.Devboxes;

/// <summary>Answers with the bytes of a devbox's file.</summary>
/// <param name="file">The file, which it owns; one that knows its length tells it.</param>
internal sealed class FileDownload(Stream file) : IResult
{
    private const int ChunkSize = 256 * 1024;

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        await using var _ = file;
        var response = httpContext.Response;
        response.ContentType = "application/octet-stream";
        long? left = file is FileStream plain ? plain.Length - plain.Position : null;
        response.ContentLength = left;
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkSize);
        try
        {
            // One that grows meanwhile is cut where it ended; one that shrinks is an answer that breaks off.
            for (int read; (read = await ReadAsync(buffer, left, httpContext.RequestAborted)) > 0; left -= read)
                await response.Body.WriteAsync(buffer.AsMemory(0, read), httpContext.RequestAborted);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private ValueTask<int> ReadAsync(byte[] buffer, long? left, CancellationToken cancellationToken)
    {
        var part = buffer.AsMemory(0, (int)Math.Min(ChunkSize, left ?? ChunkSize));
        // From the page cache, most often: not worth a change of threads.
        return file is FileStream plain ? new(plain.Read(part.Span)) : file.ReadAsync(part, cancellationToken);
    }
}
