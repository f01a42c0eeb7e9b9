using System.Diagnostics;
using System.Net.Sockets;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Tests.Containers;

/// <summary>A container with the agent as its first process, confined as a devbox is. It is gone when it is disposed.</summary>
internal sealed class Box : IAsyncDisposable
{
    private const string Image = "benchcluster/base:bookworm";

    private static readonly string[] Capabilities =
        ["CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "SETGID", "SETUID", "NET_BIND_SERVICE", "SYS_CHROOT"];

    private Box(string runDirectory)
    {
        RunDirectory = runDirectory;
        Client = new AgentClient(runDirectory);
    }

    /// <summary>The container's name.</summary>
    public string Name { get; } = $"bench-agent-test-{Guid.NewGuid():N}";

    /// <summary>The run directory, on the host.</summary>
    public string RunDirectory { get; }

    /// <summary>Speaks to the agent.</summary>
    public AgentClient Client { get; }

    /// <summary>Starts one, in a run directory or in a new one, with options for <c>docker run</c>.</summary>
    public static async Task<Box> StartAsync(string? runDirectory = null, params string[] options)
    {
        var box = new Box(runDirectory ?? Directory.CreateTempSubdirectory("bench-box-").FullName);
        try
        {
            await DockerAsync([
                "run", "--detach", "--name", box.Name, "--network", "none", "--pids-limit", "200", "--memory", "512m", "--memory-swap", "512m",
                "--cap-drop", "ALL", .. Capabilities.SelectMany(capability => new[] { "--cap-add", capability }),
                "--security-opt", "no-new-privileges", "--user", "0",
                "--volume", $"{Path.GetDirectoryName(AgentProgram.Path)}:/.bench/bin:ro", "--volume", $"{box.RunDirectory}:/.bench/run",
                .. options, "--entrypoint", "/.bench/bin/bench-agent", Image, "serve", "--dir", "/.bench/run",
            ]);
            await box.AnswersAsync();
            return box;
        }
        catch
        {
            await box.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until the agent answers.</summary>
    public Task AnswersAsync() => Eventually.Get(
        async () =>
        {
            try
            {
                using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
                return (await Client.HelloAsync(limit.Token)).ProcessId.ToString();
            }
            catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
            {
                return e.Message;
            }
        },
        answer => answer == "1");

    /// <summary>Runs <c>docker</c> with the container's name as the last argument; what it says.</summary>
    public Task<string> DockerAsync(string command, params string[] options) => DockerAsync([command, .. options, Name]);

    /// <summary>Runs a command in the container, past the agent.</summary>
    public Task<string> ExecAsync(params string[] command) => DockerAsync(["exec", Name, .. command]);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await DockerAsync("rm", "--force", "--volumes");
        }
        finally
        {
            Directory.Delete(RunDirectory, recursive: true);
        }
    }

    private static async Task<string> DockerAsync(string[] arguments)
    {
        var start = new ProcessStartInfo("docker", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"docker {string.Join(' ', arguments)}: {await error}");
        return output;
    }
}
