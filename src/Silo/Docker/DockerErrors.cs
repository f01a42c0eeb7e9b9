using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using BenchCluster.Engine;
using Docker.DotNet;

namespace BenchCluster.Docker;

/// <summary>Tells the engine's failures apart. The only place that does.</summary>
internal static class DockerErrors
{
    /// <summary>The exception of the port for one of the client's, or null for one that is no failure of the engine.</summary>
    public static EngineException? Translate(Exception exception, DockerCall call) => exception switch
    {
        EngineException known => known,
        DockerApiException api => OfAnswer(api, call),
        // The caller's own cancellation never comes here: it is the call's time that has run out.
        OperationCanceledException or TimeoutException =>
            new(EngineError.Unavailable, $"{call.What}: the engine did not answer in time.", exception),
        // A broken answer is an engine that went away in the middle of it.
        HttpRequestException or SocketException or IOException or JsonException or Newtonsoft.Json.JsonException =>
            new(EngineError.Unavailable, $"{call.What}: the engine does not answer: {exception.Message}", exception),
        _ => null,
    };

    /// <summary>The exception for an error that came inside a stream whose status was a success.</summary>
    public static EngineException OfMessage(string message, DockerCall call) =>
        new(OfText(message, call) ?? call.Failure, $"{call.What}: {message}");

    /// <summary>The engine's own words in an answer.</summary>
    public static string MessageIn(DockerApiException exception)
    {
        try
        {
            using var answer = JsonDocument.Parse(exception.ResponseBody ?? "");
            if (answer.RootElement.TryGetProperty("message", out var message) && message.GetString() is { Length: > 0 } text)
                return text;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not the engine's usual shape (a proxy in between, say): the answer as it is says most.
        }

        return $"{(int)exception.StatusCode} {exception.ResponseBody}".Trim();
    }

    private static EngineException OfAnswer(DockerApiException exception, DockerCall call)
    {
        var message = MessageIn(exception);
        if (ApiVersion.IsRefusedBy(exception))
            return new EngineException(EngineError.Unavailable, $"{call.What}: {message}", exception);
        var error = OfText(message, call) ?? exception.StatusCode switch
        {
            HttpStatusCode.NotFound => call.NotFound,
            HttpStatusCode.Conflict => call.Conflict,
            // Of a container that does not start, the engine says 400 for a program that it cannot find.
            HttpStatusCode.BadRequest when call.Failure is EngineError.Other => EngineError.Invalid,
            HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout =>
                EngineError.Unavailable,
            _ => call.Failure,
        };
        return new EngineException(error, $"{call.What}: {message}", exception);
    }

    /// <summary>Causes that the engine tells by its words only.</summary>
    private static EngineError? OfText(string message, DockerCall call)
    {
        if (Says("no space left on device") || Says("disk quota exceeded"))
            return EngineError.DiskFull;
        if (Says("no such container") || Says("is marked for removal"))
            return EngineError.NoSuchContainer;
        // What an engine that was killed left of a start: there is no container that could be started, only its name.
        if (call.Failure is EngineError.StartFailed && ((Says("task ") && Says("already exists")) || Says("id already in use")))
            return EngineError.NoSuchContainer;
        // Two silos have made the devboxes' network at once; one of the two goes in a moment.
        if (Says("cannot connect to the docker daemon") || (Says("network ") && Says(" is ambiguous")))
            return EngineError.Unavailable;
        // Podman says so with 500.
        if (call.Conflict is EngineError.NameTaken && Says("already in use"))
            return EngineError.NameTaken;
        // On cgroup v1 the kernel refuses a limit below what is in use.
        if (Says("unable to set memory limit"))
            return EngineError.Invalid;
        return null;

        bool Says(string words) => message.Contains(words, StringComparison.OrdinalIgnoreCase);
    }
}
