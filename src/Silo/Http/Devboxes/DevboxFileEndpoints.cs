using System.Text;
using BenchCluster.AgentProtocol;
using BenchCluster.DevboxAgents;
using BenchCluster.Devboxes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace BenchCluster.Http.Devboxes;

/// <summary>Files of devboxes, with the rights of the devbox's user. Bytes are streamed and never held whole.</summary>
internal static class DevboxFileEndpoints
{
    private const long LargestText = 100L << 20;
    private const int ChunkSize = 256 * 1024;

    /// <summary>Maps the routes.</summary>
    public static void MapDevboxFiles(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/devboxes/{id}/write_file_contents", WriteTextAsync);
        routes.MapPost("/v1/devboxes/{id}/read_file_contents", ReadTextAsync);
        routes.MapPost("/v1/devboxes/{id}/upload_file", UploadAsync).WithMetadata(new UnlimitedBody());
        routes.MapPost("/v1/devboxes/{id}/download_file", DownloadAsync);
    }

    private static async Task<IResult> WriteTextAsync(string id, HttpContext http, IGrainFactory grains, DevboxHost host)
    {
        var request = await RequestReader.ReadAsync<WriteFileRequest>(http);
        FieldRules.Path("file_path", request.FilePath);
        var access = await DevboxEndpoints.Devbox(grains, id).Access();
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(request.Contents));
        await AgentFailures.TranslateAsync(() => host.ClientOf(id).WriteFileAsync(TargetOf(request.FilePath, access), content, http.RequestAborted));
        return Answers.View(new ExecutionResultView { DevboxId = id, ExitStatus = 0, Stdout = "", Stderr = "" });
    }

    private static async Task<IResult> ReadTextAsync(string id, HttpContext http, IGrainFactory grains, DevboxHost host)
    {
        var request = await RequestReader.ReadAsync<ReadFileRequest>(http);
        FieldRules.Path("file_path", request.FilePath);
        var access = await DevboxEndpoints.Devbox(grains, id).Access();
        var target = TargetOf(request.FilePath, access);
        var entry = await AgentFailures.TranslateAsync(() => host.ClientOf(id).StatAsync(target, http.RequestAborted));
        if (entry.Size > LargestText)
            throw new BenchException(BenchError.BadRequest, $"file_path: the file is larger than {LargestText >> 20} MiB; use download_file.");
        var file = await AgentFailures.TranslateAsync(() => host.ClientOf(id).OpenReadAsync(target, http.RequestAborted));
        return Results.Stream(file, "text/plain; charset=utf-8");
    }

    private static async Task<IResult> DownloadAsync(string id, HttpContext http, IGrainFactory grains, DevboxHost host)
    {
        var request = await RequestReader.ReadAsync<DownloadFileRequest>(http);
        FieldRules.Path("path", request.Path);
        var access = await DevboxEndpoints.Devbox(grains, id).Access();
        var file = await AgentFailures.TranslateAsync(() => host.ClientOf(id).OpenReadAsync(TargetOf(request.Path, access), http.RequestAborted));
        return new FileDownload(file);
    }

    /// <summary>The form's parts come in the sender's order: a file whose path is known goes straight in, another waits on disk.</summary>
    private static async Task<IResult> UploadAsync(string id, HttpContext http, IGrainFactory grains, DevboxHost host)
    {
        var access = await DevboxEndpoints.Devbox(grains, id).Access();
        var reader = new MultipartReader(BoundaryOf(http), http.Request.Body, ChunkSize) { BodyLengthLimit = null };
        string? path = null;
        Stream? waiting = null;
        var isWritten = false;
        try
        {
            while (await NextAsync(reader, http.RequestAborted) is { } section)
            {
                var name = HeaderUtilities.RemoveQuotes(section.GetContentDispositionHeader()?.Name ?? "").ToString();
                if (name == "path")
                {
                    using var text = new StreamReader(section.Body, Encoding.UTF8);
                    // Forms carry every line break as CR LF (the HTML standard's rule).
                    path = (await text.ReadToEndAsync(http.RequestAborted)).Replace("\r\n", "\n", StringComparison.Ordinal);
                    FieldRules.Path("path", path);
                }
                else if (name == "file" && path is null)
                {
                    waiting = await SpoolAsync(section.Body, http.RequestAborted);
                }
                else if (name == "file")
                {
                    await WriteAsync(section.Body);
                }
            }

            FieldRules.Require(path is not null, "path", "is required.");
            if (waiting is not null)
                await WriteAsync(waiting);
            FieldRules.Require(isWritten, "file", "is required.");
            return Answers.Done();
        }
        finally
        {
            if (waiting is not null)
                await waiting.DisposeAsync();
        }

        async Task WriteAsync(Stream content)
        {
            await AgentFailures.TranslateAsync(() => host.ClientOf(id).WriteFileAsync(TargetOf(path!, access), content, http.RequestAborted));
            isWritten = true;
        }
    }

    private static async Task<MultipartSection?> NextAsync(MultipartReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadNextSectionAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new BenchException(BenchError.BadRequest, $"The body is no whole multipart/form-data: {e.Message}");
        }
    }

    private static async Task<Stream> SpoolAsync(Stream content, CancellationToken cancellationToken)
    {
        var file = new FileStream(
            Path.Combine(Path.GetTempPath(), $"bench-upload-{Guid.NewGuid():n}"),
            new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
        try
        {
            await content.CopyToAsync(file, cancellationToken);
            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    private static string BoundaryOf(HttpContext http)
    {
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || type.MediaType != "multipart/form-data"
            || HeaderUtilities.RemoveQuotes(type.Boundary).ToString() is not { Length: > 0 } boundary)
        {
            throw new BenchException(BenchError.BadRequest, "The body must be multipart/form-data with the fields 'path' and 'file'.");
        }

        return boundary;
    }

    private static FileTarget TargetOf(string path, DevboxAccess access) => new() { Path = path, User = access.User };

    internal sealed record WriteFileRequest
    {
        public required string FilePath { get; init; }

        public required string Contents { get; init; }
    }

    internal sealed record ReadFileRequest
    {
        public required string FilePath { get; init; }
    }

    internal sealed record DownloadFileRequest
    {
        public required string Path { get; init; }
    }
}
