using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BenchCluster.Docker;

/// <summary>
/// One message of a stream that the engine writes during a build or a pull, or of its events. A failure of a build or
/// a pull comes as a message of a stream whose status was a success.
/// </summary>
internal sealed record EngineMessage
{
    /// <summary>A piece of a build's output.</summary>
    public string? Stream { get; init; }

    /// <summary>What a pull is at.</summary>
    public string? Status { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Error { get; init; }

    /// <summary>Why it failed, in newer engines' shape.</summary>
    public ErrorDetail? ErrorDetail { get; init; }

    /// <summary>What a message of the newer builder is: its trace, or its result.</summary>
    public string? Id { get; init; }

    /// <summary>A build's result, or a piece of the newer builder's trace.</summary>
    public JsonElement? Aux { get; init; }

    /// <summary>The image that a build made.</summary>
    [JsonIgnore]
    public string? ImageId => Aux is { ValueKind: JsonValueKind.Object } aux && aux.TryGetProperty("ID", out var id) ? id.GetString() : null;

    /// <summary>A piece of the newer builder's trace.</summary>
    [JsonIgnore]
    public byte[]? Trace => Id is "moby.buildkit.trace" && Aux is { ValueKind: JsonValueKind.String } aux && aux.TryGetBytesFromBase64(out var bytes) ? bytes : null;

    /// <summary>What happened, in an event.</summary>
    public string? Action { get; init; }

    /// <summary>What it happened to, in an event.</summary>
    public EventActor? Actor { get; init; }

    /// <summary>Why it failed, in either shape.</summary>
    [JsonIgnore]
    public string? Failure => ErrorDetail?.Message is { Length: > 0 } detail ? detail : Error;

    /// <summary>Reads a stream to its end.</summary>
    /// <exception cref="BenchCluster.Engine.EngineException">A message says why it failed.</exception>
    public static async Task<bool> ReadToEndAsync(Stream stream, DockerCall call, CancellationToken cancellationToken)
    {
        await foreach (var message in ReadAsync(stream, cancellationToken))
        {
            if (message.Failure is { } failure)
                throw DockerErrors.OfMessage(failure, call);
        }

        return true;
    }

    /// <summary>The messages of a stream, one a line, as they come.</summary>
    public static async IAsyncEnumerable<EngineMessage> ReadAsync(
        Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (string.IsNullOrWhiteSpace(line))
                continue;
            yield return JsonSerializer.Deserialize(line, EngineMessageJson.Default.EngineMessage)
                ?? throw new JsonException("The engine sent null for a message.");
        }
    }
}

/// <summary>Why a build or a pull failed.</summary>
internal sealed record ErrorDetail(string? Message);

/// <summary>What an event happened to. A container's labels are among the attributes.</summary>
internal sealed record EventActor(Dictionary<string, string>? Attributes);

/// <summary>How these messages are read.</summary>
[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true)]
[JsonSerializable(typeof(EngineMessage))]
internal sealed partial class EngineMessageJson : JsonSerializerContext;
