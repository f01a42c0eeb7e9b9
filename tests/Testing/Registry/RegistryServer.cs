using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace BenchCluster.Tests.Registry;

/// <summary>An OCI registry of a test's own, from the system's packages, on loopback. At the end nothing of it is left.</summary>
public sealed class RegistryServer : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("bench-registry-").FullName;
    private readonly HttpClient _http;
    private Process? _process;

    private RegistryServer(int port)
    {
        Address = FormattableString.Invariant($"127.0.0.1:{port}");
        _http = new HttpClient { BaseAddress = new Uri($"http://{Address}") };
    }

    /// <summary>Its address, as references have it.</summary>
    public string Address { get; }

    /// <summary>Starts one, and waits until it answers.</summary>
    public static async Task<RegistryServer> StartAsync()
    {
        var server = new RegistryServer(FreePort());
        try
        {
            await server.RunAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>The tags of a repository; none when there is no such repository.</summary>
    public async Task<IReadOnlyList<string>> TagsAsync(string repository)
    {
        using var response = await _http.GetAsync(new Uri($"/v2/{repository}/tags/list", UriKind.Relative));
        if (response.StatusCode is HttpStatusCode.NotFound)
            return [];
        var list = await response.Content.ReadFromJsonAsync<JsonElement>();
        return list.TryGetProperty("tags", out var tags) && tags.ValueKind is JsonValueKind.Array ? [.. tags.EnumerateArray().Select(tag => tag.GetString()!)] : [];
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
            _process.Kill();
        if (_process is not null)
            await _process.WaitForExitAsync();
        _process?.Dispose();
        _http.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task RunAsync()
    {
        var settings = Path.Combine(_directory, "config.yml");
        await File.WriteAllTextAsync(settings, $$"""
            version: 0.1
            log: { accesslog: { disabled: true }, level: error }
            storage:
              filesystem: { rootdirectory: {{_directory}}/data }
              delete: { enabled: true }
            http: { addr: "{{Address}}" }
            """);
        var start = new ProcessStartInfo("/bin/sh") { ArgumentList = { "-c", "exec docker-registry serve \"$1\" >/dev/null 2>&1", "sh", settings } };
        _process = Process.Start(start) ?? throw new InvalidOperationException("docker-registry could not be started: apt-get install docker-registry");
        await Eventually.Get(async () => _process.HasExited ? throw new InvalidOperationException($"docker-registry ended with {_process.ExitCode}.") : await AnswersAsync(), answers => answers);
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            return (await _http.GetAsync(new Uri("/v2/", UriKind.Relative))).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
