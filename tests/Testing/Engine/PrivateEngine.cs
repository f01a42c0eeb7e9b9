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
        var clock = Stopwatch.StartNew();
        while (!await TryStartAsync())
        {
            // What the killed one has left may be in the way for a moment, or the machine busy.
            if (clock.Elapsed > StartTime)
                throw new TimeoutException($"dockerd does not start: {await File.ReadAllTextAsync(Path.Combine(_directory, "log"))}");
        }
    }

    private async Task<bool> TryStartAsync()
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            ArgumentList =
            {
                "-c", "log=$1; shift; exec setsid \"$@\" >>\"$log\" 2>&1 </dev/null", "sh", Path.Combine(_directory, "log"),
                // In a network namespace of its own: without it, or without a bridge, it would take the machine's engine's down.
                "unshare", "--net", "--",
                "dockerd", "--data-root", Path.Combine(_directory, "data"), "--exec-root", Path.Combine(_directory, "exec"),
                "-H", Host, "--pidfile", PidFile,
                "--bridge=none", "--iptables=false", "--ip-masq=false",
            },
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("dockerd could not be started.");
        return await Eventually.Get(
            async () => (IsThere: await IsThereAsync(), process.HasExited), seen => seen.IsThere || seen.HasExited, StartTime) is { IsThere: true };
    }

    /// <summary>Kills it as a power cut would.</summary>
    public Task KillAsync() => EndAsync("KILL");

    /// <summary>Sends it a signal, as <c>STOP</c>: connections stay open, and nobody answers.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", (await File.ReadAllTextAsync(PidFile)).Trim()]);
        await kill.WaitForExitAsync();
    }

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
            await ClearAsync();
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

    /// <summary>Ends what a killed engine left behind: its parts, and what ran in its containers; and what they had mounted.</summary>
    private async Task ClearAsync()
    {
        var all = Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _)).Select(name => name!).ToList();
        var parts = all.Where(pid => Read($"/proc/{pid}/cmdline").Contains(_directory, StringComparison.Ordinal)).ToHashSet();
        var inside = all.Where(pid => Read($"/proc/{pid}/stat") is { Length: > 0 } stat && parts.Contains(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1]));
        foreach (var pid in inside.Concat(parts).ToList())
        {
            using var kill = Process.Start(new ProcessStartInfo("kill", ["-KILL", pid]) { RedirectStandardError = true })!;
            await kill.WaitForExitAsync();
        }

        foreach (var mount in Read("/proc/mounts").Split('\n').Select(line => line.Split(' ')).Where(parts => parts.Length > 1).Select(parts => parts[1])
            .Where(path => path.StartsWith(_directory, StringComparison.Ordinal)).Reverse())
        {
            using var unmount = Process.Start("umount", ["-l", mount]);
            await unmount.WaitForExitAsync();
        }
    }

    /// <summary>A file of a process that may be gone by now.</summary>
    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
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
