using System.Diagnostics;
using System.Globalization;
using BenchCluster.Tests.Silos;

namespace BenchCluster.Tests.Engine;

/// <summary>
/// A Docker engine of a test's own, which it may kill: with its own directory, socket and containers, beside the
/// machine's. Needs root. At the end nothing of it is left.
/// </summary>
public sealed class PrivateEngine : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);

    private readonly string _directory = Directory.CreateTempSubdirectory("bench-dockerd-").FullName;

    private PrivateEngine()
    {
    }

    /// <summary>Where it listens, as <c>DOCKER_HOST</c> has it.</summary>
    public string Host => $"unix://{_directory}/docker.sock";

    /// <summary>Starts one without any image.</summary>
    public static async Task<PrivateEngine> StartAsync()
    {
        var engine = new PrivateEngine();
        try
        {
            await engine.StartAgainAsync();
            return engine;
        }
        catch
        {
            await engine.DisposeAsync();
            throw;
        }
    }

    /// <summary>Brings an image from the machine's engine.</summary>
    public async Task CopyImageAsync(string image)
    {
        var archive = Path.Combine(_directory, "image.tar");
        await DockerCommand.LinesAsync("save", "-o", archive, image);
        await RunAsync("load", "-q", "-i", archive);
        File.Delete(archive);
    }

    /// <summary>Runs a command of this engine and returns the lines that it prints.</summary>
    public Task<IReadOnlyList<string>> RunAsync(params string[] arguments) => DockerCommand.LinesAsync(["-H", Host, .. arguments]);

    /// <summary>Starts it again, and waits until it answers.</summary>
    public async Task StartAgainAsync()
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            ArgumentList =
            {
                "-c", "log=$1; shift; exec setsid \"$@\" >>\"$log\" 2>&1 </dev/null", "sh", Path.Combine(_directory, "log"),
                "dockerd", "--data-root", Path.Combine(_directory, "data"), "--exec-root", Path.Combine(_directory, "exec"),
                "-H", Host, "--pidfile", PidFile,
                // The machine's own engine sees to the machine's network.
                "--bridge=none", "--iptables=false", "--ip-masq=false",
            },
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("dockerd could not be started.");
        await Eventually.Get(IsThereAsync, isThere => isThere, StartTime);
    }

    /// <summary>Kills it as a power cut would.</summary>
    public Task KillAsync() => EndAsync("KILL");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (await IsThereAsync() && await RunAsync("ps", "-aq") is { Count: > 0 } containers)
                await RunAsync(["rm", "-f", "-v", .. containers]);
            if (await IsThereAsync() && await RunAsync("network", "ls", "-q", "--filter", "type=custom") is { Count: > 0 } networks)
                await RunAsync(["network", "rm", .. networks]);
        }
        finally
        {
            await EndAsync("TERM");
            // Its parts unmount what they have mounted a moment after it has ended.
            await Eventually.Get(() => Task.FromResult(TryDelete()), isGone => isGone, StartTime);
        }
    }

    private string PidFile => Path.Combine(_directory, "pid");

    private async Task<bool> IsThereAsync()
    {
        try
        {
            await RunAsync("version", "--format", "{{.Server.Version}}");
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private async Task EndAsync(string signal)
    {
        if (!File.Exists(PidFile))
            return;
        var pid = int.Parse(await File.ReadAllTextAsync(PidFile), CultureInfo.InvariantCulture);
        using (var kill = Process.Start("kill", [$"-{signal}", pid.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync();
        await Eventually.Get(() => Task.FromResult(IsAlive(pid)), isAlive => !isAlive, StartTime);
        File.Delete(PidFile);
    }

    private static bool IsAlive(int pid) =>
        File.Exists($"/proc/{pid}/stat") && !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);

    private bool TryDelete()
    {
        try
        {
            Directory.Delete(_directory, recursive: true);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
