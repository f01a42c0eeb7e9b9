using System.Text.Json;
using System.Text.RegularExpressions;
using BenchCluster.Engine;

namespace BenchCluster.Docker;

/// <summary>Builds images with the engine's own builder, over plain HTTP.</summary>
internal sealed partial class ImageBuilder(
    DockerConnection connection, DockerImages images, DockerOptions options, TimeProvider time, ILogger logger)
{
    /// <summary>Builds one image; <see cref="SharedBuilds"/> makes one of several at once.</summary>
    public async Task<ImageInfo> BuildAsync(ImageBuildSpec spec, Action<string> log, CancellationToken cancellationToken)
    {
        var call = new DockerCall($"Build of image {spec.Tag}", EngineError.BuildFailed, Failure: EngineError.BuildFailed);
        var started = time.GetTimestamp();
        using var limit = new CancellationTokenSource(spec.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        using var context = new BuildContext(spec);
        try
        {
            var id = await SendAsync(call, spec, context, log, either.Token);
            var image = await images.InspectAsync(id, either.Token)
                ?? throw new EngineException(EngineError.BuildFailed, $"{call.What}: the image was removed while it was made.");
            Log.Built(logger, spec.Tag, image.Id, time.GetElapsedTime(started));
            return image;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            var failure = FailureOf(e, call, spec, context, limit.IsCancellationRequested);
            Log.Failed(logger, spec.Tag, time.GetElapsedTime(started), failure?.Message ?? e.Message);
            if (failure is null || failure == e)
                throw;
            throw failure;
        }
    }

    private static EngineException? FailureOf(
        Exception exception, DockerCall call, ImageBuildSpec spec, BuildContext context, bool isLate)
    {
        if (isLate)
            return new(EngineError.BuildFailed, $"{call.What}: not done within {spec.Timeout.TotalSeconds:0.#} s.", exception);
        if (context.ReadFailure is { } unreadable)
            return new(EngineError.Invalid, $"{call.What}: the context cannot be read: {unreadable.Message}", unreadable);
        return DockerErrors.Translate(exception, call);
    }

    private async Task<string> SendAsync(
        DockerCall call, ImageBuildSpec spec, BuildContext context, Action<string> log, CancellationToken cancellationToken)
    {
        await using var session = spec.Secrets.Count == 0 ? null : await BuildSession.OpenAsync(connection, spec.Secrets, cancellationToken);
        var isNewer = session is not null || NewerSyntax().IsMatch(spec.Dockerfile);
        context.IsForBuildKit = isNewer;
        using var request = new HttpRequestMessage(HttpMethod.Post, QueryOf(spec, context, isNewer, session?.Id)) { Content = context };
        // A refused request is answered before the context is read; without this the answer would be lost in a broken pipe.
        request.Headers.ExpectContinue = true;
        await using var answer = await connection.OpenAsync(request, cancellationToken);
        string? id = null;
        var trace = new BuildTrace();
        var steps = new BuildSteps(connection);
        await foreach (var message in EngineMessage.ReadAsync(answer, cancellationToken))
        {
            if (message.Failure is { } failure)
            {
                await steps.RemoveAsync(cancellationToken);
                throw DockerErrors.OfMessage(failure, call);
            }

            steps.Note(message.Stream);
            if ((message.Trace is { } piece ? trace.Read(piece) : message.Stream ?? StatusOf(message)) is { Length: > 0 } output)
                log(output);
            id = message.ImageId ?? id;
        }

        return id ?? throw new EngineException(EngineError.Unavailable, $"{call.What}: the engine went away in the middle of it.");
    }

    /// <summary>The base image's pull, which the engine reports in the same stream.</summary>
    private static string? StatusOf(EngineMessage message) => message.Status is { } status ? status + "\n" : null;

    private string QueryOf(ImageBuildSpec spec, BuildContext context, bool isNewer, string? session)
    {
        var labels = new Dictionary<string, string>(spec.Labels) { [DockerLabels.Cluster] = options.ClusterId };
        var query = new Dictionary<string, string>
        {
            ["t"] = spec.Tag,
            ["dockerfile"] = context.DockerfileName,
            ["buildargs"] = JsonSerializer.Serialize(spec.Arguments),
            ["labels"] = JsonSerializer.Serialize(labels),
            // Intermediate containers go, also those of a step that failed.
            ["rm"] = "1",
            ["forcerm"] = "1",
            // The engine's own builder, which every engine has; BuildKit for what only that can do.
            ["version"] = isNewer ? "2" : "1",
        };
        if (!spec.HasNetwork)
            query["networkmode"] = "none";
        if (session is not null)
            query["session"] = session;
        return "build?" + string.Join('&', query.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"));
    }

    /// <summary>What the engine's own builder does not understand.</summary>
    [GeneratedRegex(@"^[ \t]*(RUN|COPY|ADD)[ \t]+(--\S+[ \t]+)*--(mount|network|security|link|chmod)\b", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex NewerSyntax();

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Image {Tag} is built as {Image} after {Elapsed}.")]
        public static partial void Built(ILogger logger, string tag, string image, TimeSpan elapsed);

        [LoggerMessage(2, LogLevel.Information, "Image {Tag} could not be built, after {Elapsed}: {Reason}")]
        public static partial void Failed(ILogger logger, string tag, TimeSpan elapsed, string reason);
    }
}
