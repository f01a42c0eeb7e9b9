using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace BenchCluster.Tests.Silos;

/// <summary>
/// A real silo in a process of its own, with a data directory and a port of its own. It can be killed and started
/// again; at the end nothing of it is left on the engine or the disk.
/// </summary>
public sealed class SiloProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(60);

    private readonly string[] _options;
    private readonly SiloHost _host;
    private Process? _process;

    private SiloProcess(int port, string[] options, SiloHost host)
    {
        (_options, _host) = (options, host);
        Data = Directory.CreateTempSubdirectory("bench-silo-").FullName;
        BaseUrl = new Uri($"http://{host.Address}:{port}");
    }

    /// <summary>The data directory.</summary>
    public string Data { get; }

    /// <summary>Where the API is.</summary>
    public Uri BaseUrl { get; }

    /// <summary>The API key.</summary>
    public string ApiKey => File.ReadAllText(Path.Combine(Data, "api-key")).Trim();

    /// <summary>The process's id.</summary>
    public int ProcessId => _process?.Id ?? throw new InvalidOperationException("The silo does not run.");

    /// <summary>Whether its process is there.</summary>
    public bool IsRunning => _process is { HasExited: false };

    /// <summary>The cluster's id, which its containers carry.</summary>
    public string ClusterId => File.ReadAllText(Path.Combine(Data, "cluster-id")).Trim();

    /// <summary>What it has logged.</summary>
    public string Log => File.Exists(LogPath) ? File.ReadAllText(LogPath) : "";

    // Beside the data directory: what is logged while its disk is full shall be there.
    private string LogPath => Data + ".log";

    /// <summary>Starts a silo, and waits until it is healthy.</summary>
    /// <param name="options">Further options, as <c>--Bench:Slots=2</c>.</param>
    public static Task<SiloProcess> StartAsync(params string[] options) => StartAsync(new SiloHost(), options);

    /// <summary>Starts a silo somewhere else, and waits until it is healthy.</summary>
    public static async Task<SiloProcess> StartAsync(SiloHost host, string[] options)
    {
        ArgumentNullException.ThrowIfNull(host);
        var silo = new SiloProcess(FreePort(), options, host);
        try
        {
            if (host.DiskMiB is { } size)
                await RunAsync("mount", "-t", "tmpfs", "-o", FormattableString.Invariant($"size={size}m,mode=0700"), "bench-silo", silo.Data);
            await silo.StartAgainAsync();
            return silo;
        }
        catch
        {
            await silo.DisposeAsync();
            throw;
        }
    }

    /// <summary>Tries to start a second silo on the data directory of one that runs.</summary>
    public static async Task StartSecondAsync(SiloProcess first)
    {
        ArgumentNullException.ThrowIfNull(first);
        var second = new SiloProcess(FreePort(), [$"--Bench:Data={first.Data}"], new SiloHost());
        try
        {
            await second.StartAgainAsync();
        }
        finally
        {
            await second.DisposeAsync();
        }
    }

    /// <summary>Starts it again on the same data directory, and waits until it is healthy.</summary>
    public async Task StartAgainAsync()
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            // The shell sends the output to the log and is replaced by the silo.
            ArgumentList = { "-c", "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1", "sh", LogPath },
        };
        string[] program =
        [
            .. _host.Through,
            "dotnet", Repository.Artifact("silo", "BenchCluster.Silo.dll"),
            $"--Bench:Data={Data}",
            $"--Bench:Url={BaseUrl.GetLeftPart(UriPartial.Authority)}",
            $"--Bench:Agent={Path.GetDirectoryName(Repository.Artifact("agent", "bench-agent"))}",
            $"--Bench:Tools={Path.Combine(Repository.Artifacts, "tools")}",
            .. _options,
        ];
        foreach (var argument in program)
            start.ArgumentList.Add(argument);
        if (_host.Engine is not null)
            start.Environment["DOCKER_HOST"] = _host.Engine;
        _process = Process.Start(start) ?? throw new InvalidOperationException("The silo could not be started.");
        using var http = new HttpClient();
        await Eventually.Get(
            async () => _process.HasExited
                ? throw new InvalidOperationException($"The silo ended with {_process.ExitCode}:\n{Log}")
                : await IsHealthyAsync(http),
            healthy => healthy,
            StartTime);
    }

    /// <summary>Kills it as a power cut would.</summary>
    public async Task KillAsync()
    {
        var process = _process ?? throw new InvalidOperationException("The silo does not run.");
        process.Kill();
        await process.WaitForExitAsync();
        _process = null;
    }

    /// <summary>Sends it a signal, as <c>STOP</c>.</summary>
    public Task SignalAsync(string signal) => RunAsync("kill", $"-{signal}", ProcessId.ToString(CultureInfo.InvariantCulture));

    /// <summary>Asks it to end, and waits until it has.</summary>
    public async Task StopAsync()
    {
        var process = _process ?? throw new InvalidOperationException("The silo does not run.");
        await RunAsync("kill", "-TERM", process.Id.ToString(CultureInfo.InvariantCulture));
        using var deadline = new CancellationTokenSource(StopTime);
        await process.WaitForExitAsync(deadline.Token);
        _process = null;
    }

    /// <summary>Ids of this cluster's devboxes' containers, running or not.</summary>
    public async Task<IReadOnlyList<string>> ContainersAsync() =>
        await DockerCommand.LinesAsync("ps", "-aq", "--filter", $"label=benchcluster.cluster={ClusterId}", "--filter", "label=benchcluster.devbox");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
            await KillAsync();
        if (File.Exists(Path.Combine(Data, "cluster-id")))
            await DockerCommand.RemoveAllAsync($"benchcluster.cluster={ClusterId}");
        if (_host.DiskMiB is not null)
            await RunAsync("umount", "-l", Data);
        Directory.Delete(Data, recursive: true);
        File.Delete(LogPath);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<bool> IsHealthyAsync(HttpClient http)
    {
        try
        {
            return (await http.GetAsync(new Uri(BaseUrl, "/health"))).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
