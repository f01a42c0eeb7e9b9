using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace BenchCluster.Tests.Chaos;

/// <summary>A real front in a process of its own.</summary>
internal sealed class FrontProcess : IAsyncDisposable
{
    private readonly Process _process;

    private FrontProcess(Process process, Uri url) => (_process, BaseUrl) = (process, url);

    /// <summary>Where it listens.</summary>
    public Uri BaseUrl { get; }

    /// <summary>Starts one, and waits until it passes requests on.</summary>
    public static async Task<FrontProcess> StartAsync(IEnumerable<Uri> silos)
    {
        var url = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo("/bin/sh")
        {
            ArgumentList =
            {
                "-c", "exec dotnet \"$@\" >/dev/null 2>&1", "sh", Repository.Artifact("silo", "BenchCluster.Silo.dll"), "front",
                $"--Front:Url={url.GetLeftPart(UriPartial.Authority)}",
                $"--Front:Silos={string.Join(',', silos.Select(silo => silo.GetLeftPart(UriPartial.Authority)))}",
            },
        };
        var front = new FrontProcess(Process.Start(start) ?? throw new InvalidOperationException("The front could not be started."), url);
        try
        {
            using var http = new HttpClient();
            await Eventually.Get(() => StatusAsync(http, new Uri(url, "/health")), status => status is HttpStatusCode.OK, TimeSpan.FromSeconds(60));
            return front;
        }
        catch
        {
            await front.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<HttpStatusCode?> StatusAsync(HttpClient http, Uri url)
    {
        try
        {
            using var response = await http.GetAsync(url);
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
