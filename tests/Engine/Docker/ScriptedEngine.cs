using System.Collections.Concurrent;
using BenchCluster.Docker;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace BenchCluster.Tests.Docker;

/// <summary>
/// A socket that answers as a script says, for engines that are not at hand: other versions, and those in trouble.
/// </summary>
internal sealed class ScriptedEngine : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("bench-engine-");
    private readonly WebApplication _app;

    private ScriptedEngine(TimeSpan callTimeout)
    {
        var socket = Path.Combine(_directory.FullName, "engine.sock");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.Zero);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(socket));
        _app = builder.Build();
        File.WriteAllText(Path.Combine(_directory.FullName, DockerOptions.AgentProgram), "");
        Adapter = new DockerContainerEngine(
            new DockerOptions
            {
                Endpoint = new Uri($"unix://{socket}"),
                ClusterId = "scripted",
                NodeName = "node",
                AgentDirectory = _directory.FullName,
                CallTimeout = callTimeout,
                ImageTimeout = callTimeout,
            },
            TimeProvider.System,
            NullLogger<DockerContainerEngine>.Instance);
    }

    /// <summary>The adapter for this engine.</summary>
    public DockerContainerEngine Adapter { get; }

    /// <summary>The requests so far, as <c>METHOD /path</c>.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>The connections that they came on.</summary>
    public ConcurrentQueue<string> Connections { get; } = new();

    /// <summary>The API versions that it takes; it refuses others as Docker does.</summary>
    public (Version Oldest, Version Newest) Versions { get; set; } = (new(1, 12), new(1, 41));

    /// <summary>What it says of its versions, if it is not the truth.</summary>
    public string? VersionAnswer { get; set; }

    /// <summary>Starts one.</summary>
    /// <param name="answer">Answers to a path without its version.</param>
    /// <param name="callTimeout">The adapter's; long by default.</param>
    public static async Task<ScriptedEngine> StartAsync(Func<HttpContext, string, Task> answer, TimeSpan? callTimeout = null)
    {
        var engine = new ScriptedEngine(callTimeout ?? TimeSpan.FromSeconds(30));
        engine._app.Run(context => engine.AnswerAsync(context, answer));
        await engine._app.StartAsync();
        return engine;
    }

    /// <summary>An engine that answers everything with this status and message.</summary>
    public static Task<ScriptedEngine> RefusingAsync(int status, string message) =>
        StartAsync((context, _) => RefuseAsync(context, status, message));

    /// <summary>Answers with a refusal.</summary>
    public static Task RefuseAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new { message });
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Adapter.Dispose();
        await _app.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    private Task AnswerAsync(HttpContext context, Func<HttpContext, string, Task> answer)
    {
        var path = context.Request.Path.Value!;
        Requests.Enqueue($"{context.Request.Method} {path}");
        Connections.Enqueue(context.Connection.Id);
        if (path is "/version")
            return context.Response.WriteAsync(VersionAnswer ?? $$"""{"ApiVersion":"{{Versions.Newest}}","MinAPIVersion":"{{Versions.Oldest}}"}""");
        var parts = path.Split('/', 3);
        if (!Version.TryParse(parts[1].TrimStart('v'), out var version))
            return RefuseAsync(context, 404, "page not found");
        if (version < Versions.Oldest)
            return RefuseAsync(context, 400, $"client version {version} is too old. Minimum supported API version is {Versions.Oldest}, please upgrade your client to a newer version");
        return version > Versions.Newest
            ? RefuseAsync(context, 400, $"client version {version} is too new. Maximum supported API version is {Versions.Newest}")
            : answer(context, "/" + parts[2]);
    }
}
