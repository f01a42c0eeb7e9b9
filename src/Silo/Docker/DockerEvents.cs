using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using BenchCluster.Engine;

namespace BenchCluster.Docker;

/// <summary>What happens to this cluster's containers, from the engine's event stream.</summary>
internal sealed class DockerEvents(DockerConnection connection, DockerOptions options, TimeProvider time)
{
    private static readonly DockerCall Call = new("Events of containers", EngineError.Other);

    /// <inheritdoc cref="IContainerEngine.WatchAsync"/>
    public async IAsyncEnumerable<ContainerEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Query());
        await using var messages = ReadAsync(request, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(messages, cancellationToken) is { } message)
        {
            if (EventOf(message) is { } happened)
                yield return happened;
        }
    }

    /// <summary>The next message, or null once the caller has cancelled.</summary>
    private static async Task<EngineMessage?> NextAsync(IAsyncEnumerator<EngineMessage> messages, CancellationToken cancellationToken)
    {
        try
        {
            if (await messages.MoveNextAsync())
                return messages.Current;
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception e) when (DockerErrors.Translate(e, Call) is { } translated && translated != e)
        {
            throw translated;
        }

        // The engine never ends the stream by itself.
        throw new EngineException(EngineError.Unavailable, $"{Call.What}: the engine went away.");
    }

    private static ContainerEvent? EventOf(EngineMessage message)
    {
        if (message.Actor?.Attributes is not { } attributes || DockerLabels.OwnerIn(attributes) is not { } owner)
            return null;
        return message.Action switch
        {
            "die" => new(ContainerEventKind.Died, owner.DevboxId, owner.Epoch, ExitCodeIn(attributes)),
            "oom" => new(ContainerEventKind.OutOfMemory, owner.DevboxId, owner.Epoch, null),
            "destroy" => new(ContainerEventKind.Removed, owner.DevboxId, owner.Epoch, null),
            _ => null,
        };
    }

    private static int? ExitCodeIn(Dictionary<string, string> attributes) =>
        attributes.TryGetValue("exitCode", out var text) && int.TryParse(text, out var code) ? code : null;

    private async IAsyncEnumerable<EngineMessage> ReadAsync(
        HttpRequestMessage request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Only the answer's head has a time limit: events may be hours apart.
        using var head = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        head.CancelAfter(options.CallTimeout);
        await using var stream = await connection.OpenAsync(request, head.Token);
        await foreach (var message in EngineMessage.ReadAsync(stream, cancellationToken))
            yield return message;
    }

    /// <summary>
    /// Asks for events since this very moment, so that what happens while the request is under way is not lost.
    /// </summary>
    private string Query()
    {
        var filters = new JsonObject
        {
            ["type"] = new JsonArray("container"),
            ["label"] = new JsonArray($"{DockerLabels.Cluster}={options.ClusterId}"),
            ["event"] = new JsonArray("die", "oom", "destroy"),
        };
        var now = time.GetUtcNow() - DateTimeOffset.UnixEpoch;
        var nanoseconds = now.Ticks % TimeSpan.TicksPerSecond * 100;
        return $"events?since={(long)now.TotalSeconds}.{nanoseconds:D9}&filters={Uri.EscapeDataString(filters.ToJsonString())}";
    }
}
