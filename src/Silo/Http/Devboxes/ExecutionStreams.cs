using System.Runtime.CompilerServices;
using System.Text;
using BenchCluster.AgentProtocol;
using BenchCluster.DevboxAgents;
using BenchCluster.Devboxes;

namespace BenchCluster.Http.Devboxes;

/// <summary>Output of executions as it comes; also of devboxes that have ended.</summary>
internal sealed class ExecutionStreams(DevboxHost host, IGrainFactory grains)
{
    private const int ChunkSize = 64 * 1024;
    private const int LongestWhole = 64 << 20;

    /// <summary>The output from a byte on, to the end of the execution.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.NotFound"/>: no such execution.</exception>
    public async IAsyncEnumerable<OutputChunk> FollowAsync(
        string devboxId, string executionId, bool isError, long offset, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var kind = isError ? OutputKind.Stderr : OutputKind.Stdout;
        var devbox = await DevboxEndpoints.Devbox(grains, devboxId).Get();
        if (devbox.Status is not DevboxStatus.Running)
        {
            await foreach (var chunk in ReadArchiveAsync(devboxId, executionId, kind, offset, cancellationToken))
                yield return chunk;
            yield break;
        }

        await using var live = host.ClientOf(devboxId).ReadOutputAsync(executionId, kind, offset, follow: true, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await AgentFailures.TranslateAsync(() => live.MoveNextAsync().AsTask()))
            yield return live.Current;
    }

    /// <summary>The whole output as text, as far as it is kept.</summary>
    public async Task<string> ReadAllAsync(string devboxId, string executionId, bool isError, CancellationToken cancellationToken)
    {
        using var all = new MemoryStream();
        await foreach (var chunk in FollowAsync(devboxId, executionId, isError, 0, cancellationToken))
        {
            all.Write(chunk.Bytes.Span);
            if (all.Length > LongestWhole)
                throw new BenchException(BenchError.BadRequest, $"The output is longer than {LongestWhole >> 20} MiB; stream it.");
        }

        return Encoding.UTF8.GetString(all.GetBuffer(), 0, (int)all.Length);
    }

    private async IAsyncEnumerable<OutputChunk> ReadArchiveAsync(
        string devboxId, string executionId, OutputKind kind, long offset, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var file = host.ArchiveOf(devboxId).OpenOutput(executionId, kind, offset)
            ?? throw new BenchException(BenchError.NotFound, $"The devbox '{devboxId}' has no execution '{executionId}'.");
        var buffer = new byte[ChunkSize];
        for (int read; (read = await file.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            offset += read;
            yield return new OutputChunk(buffer.AsMemory(0, read), offset);
        }
    }
}
