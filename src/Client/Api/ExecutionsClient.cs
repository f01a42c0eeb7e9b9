using System.Net;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using BenchCluster.Devboxes;
using BenchCluster.Resources;

namespace BenchCluster.Client;

/// <summary>Commands in devboxes: <c>/v1/devboxes/{id}/executions</c>.</summary>
public sealed class ExecutionsClient
{
    private static readonly TimeSpan ReconnectPause = TimeSpan.FromMilliseconds(250);

    private readonly BenchTransport _transport;

    internal ExecutionsClient(BenchTransport transport) => _transport = transport;

    /// <summary>Starts a command.</summary>
    public Task<ExecutionView> StartAsync(string devboxId, ExecuteRequest request, CancellationToken cancellationToken = default) =>
        _transport.PostAsync<ExecutionView>($"/v1/devboxes/{ApiPath.Segment(devboxId)}/execute_async", request, cancellationToken);

    /// <summary>Runs a command and waits a while for its end: the result, or the execution that goes on.</summary>
    public Task<ExecutionView> ExecuteAsync(string devboxId, ExecuteRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _transport.PostAsync<ExecutionView>(
            $"/v1/devboxes/{ApiPath.Segment(devboxId)}/execute",
            request with { CommandId = request.CommandId ?? Guid.CreateVersion7().ToString() },
            cancellationToken);
    }

    /// <summary>Waits until a command has ended.</summary>
    public async Task<ExecutionView> WaitAsync(string devboxId, string executionId, CancellationToken cancellationToken = default)
    {
        var wanted = new { statuses = new[] { ExecutionStatus.Completed } };
        while (true)
        {
            try
            {
                return await _transport.PostAsync<ExecutionView>($"{Path(devboxId, executionId)}/wait_for_status", wanted, cancellationToken);
            }
            catch (BenchApiException error) when (error.Status == HttpStatusCode.RequestTimeout)
            {
                // The long poll's time was over: ask again.
            }
        }
    }

    /// <summary>Standard output (or error) of a command as it comes, to its end; nothing lost, nothing twice.</summary>
    /// <param name="offset">Where to begin: the <see cref="OutputChunk.Offset"/> of the last piece seen; null for all of it.</param>
    public async IAsyncEnumerable<OutputChunk> StreamAsync(
        string devboxId, string executionId, bool standardError, long? offset = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var path = $"{Path(devboxId, executionId)}/{(standardError ? "stream_stderr_updates" : "stream_stdout_updates")}";
        while (true)
        {
            var broken = false;
            await using var events = EventsAsync(ApiPath.Of(path, ("offset", offset?.ToString())), cancellationToken)
                .GetAsyncEnumerator(cancellationToken);
            while (true)
            {
                try
                {
                    if (!await events.MoveNextAsync())
                        break;
                }
                catch (Exception error) when (error is IOException or HttpRequestException
                    or BenchApiException { Status: HttpStatusCode.RequestTimeout })
                {
                    broken = true; // A lost connection or an idle stream: go on after the last byte seen.
                    break;
                }

                offset = events.Current.Offset ?? offset;
                yield return events.Current;
            }

            if (!broken)
                yield break;
            await Task.Delay(ReconnectPause, cancellationToken);
        }
    }

    /// <summary>Sends text, a signal, or both to a command's standard input.</summary>
    public Task SendAsync(string devboxId, string executionId, StandardInputRequest request, CancellationToken cancellationToken = default) =>
        _transport.PostAsync($"{Path(devboxId, executionId)}/send_std_in", request, cancellationToken);

    /// <summary>Kills a command and all it started.</summary>
    public Task KillAsync(string devboxId, string executionId, CancellationToken cancellationToken = default) =>
        _transport.PostAsync($"{Path(devboxId, executionId)}/kill", null, cancellationToken);

    private async IAsyncEnumerable<OutputChunk> EventsAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await _transport.OpenAsync(path, cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        await foreach (var item in SseParser.Create(body).EnumerateAsync(cancellationToken))
        {
            if (item.EventType == "error")
                throw StreamError(item.Data);
            if (item.Data.Length > 0 && JsonSerializer.Deserialize<OutputChunk>(item.Data, WireJson.Options) is { } chunk)
                yield return chunk;
        }
    }

    private static BenchApiException StreamError(string data)
    {
        using var document = JsonDocument.Parse(data);
        var code = document.RootElement.TryGetProperty("code", out var c) ? c.ToString() : "stream_error";
        var message = document.RootElement.TryGetProperty("message", out var m) ? m.ToString() : data;
        return new BenchApiException(code == "408" ? HttpStatusCode.RequestTimeout : HttpStatusCode.InternalServerError, code, message);
    }

    private static string Path(string devboxId, string executionId) =>
        $"/v1/devboxes/{ApiPath.Segment(devboxId)}/executions/{ApiPath.Segment(executionId)}";
}
