using System.Text;
using BenchCluster.Devboxes;

namespace BenchCluster.Client.Devboxes;

/// <summary>
/// A command in a devbox, seen from here: its output comes here as it is printed, also across a restart of the server.
/// </summary>
internal sealed class ExecSession(BenchClient client, TimeProvider time, string devboxId, string executionId)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Told when the server goes away and when it is back.</summary>
    public Action<bool>? AwayChanged { get; init; }

    /// <summary>Copies both outputs to their ends, and waits for the exit.</summary>
    public async Task<ExecutionView> RunAsync(Stream output, Stream error, CancellationToken cancellationToken)
    {
        await Task.WhenAll(
            CopyAsync(standardError: false, output, cancellationToken), CopyAsync(standardError: true, error, cancellationToken));
        return await new Patience(time).AskAsync(
            cancellation => client.Executions.WaitAsync(devboxId, executionId, cancellation), cancellationToken);
    }

    /// <summary>Sends all that comes from a stream, and its end, to the command's standard input.</summary>
    /// <exception cref="DecoderFallbackException">It is not UTF-8; the API carries text.</exception>
    public async Task FeedAsync(Stream input, CancellationToken cancellationToken)
    {
        var bytes = new byte[32 * 1024];
        var characters = new char[bytes.Length + 1];
        var decoder = new UTF8Encoding(false, throwOnInvalidBytes: true).GetDecoder();
        int read;
        do
        {
            read = await input.ReadAsync(bytes, cancellationToken);
            // A character cut in two waits in the decoder for its other half.
            var length = decoder.GetChars(bytes.AsSpan(0, read), characters, flush: read == 0);
            if (length > 0)
                await SendAsync(new StandardInputRequest { Text = new string(characters, 0, length) }, cancellationToken);
        }
        while (read > 0);
        await SendAsync(new StandardInputRequest { Signal = "EOF" }, cancellationToken);
    }

    /// <summary>Ctrl-C, as if typed at the command's terminal.</summary>
    public Task InterruptAsync(CancellationToken cancellationToken) =>
        SendAsync(new StandardInputRequest { Signal = "INTERRUPT" }, cancellationToken);

    /// <summary>Kills the command and all that it started.</summary>
    public Task KillAsync(CancellationToken cancellationToken) => client.Executions.KillAsync(devboxId, executionId, cancellationToken);

    private Task SendAsync(StandardInputRequest request, CancellationToken cancellationToken) =>
        client.Executions.SendAsync(devboxId, executionId, request, cancellationToken);

    private async Task CopyAsync(bool standardError, Stream target, CancellationToken cancellationToken)
    {
        long? offset = null;
        for (var isAway = false; ;)
        {
            try
            {
                await foreach (var chunk in client.Executions.StreamAsync(devboxId, executionId, standardError, offset, cancellationToken))
                {
                    if (isAway)
                        AwayChanged?.Invoke(isAway = false);
                    await target.WriteAsync(Encoding.UTF8.GetBytes(chunk.Output), cancellationToken);
                    await target.FlushAsync(cancellationToken);
                    offset = chunk.Offset ?? offset;
                }

                if (isAway)
                    AwayChanged?.Invoke(false);
                return;
            }
            catch (BenchApiException problem) when (problem.IsUnavailable)
            {
                if (!isAway)
                    AwayChanged?.Invoke(isAway = true);
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }
}
