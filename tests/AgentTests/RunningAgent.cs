using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Tests;

/// <summary>An agent that runs on this machine, in a directory of its own. Nothing of it is left behind.</summary>
internal sealed partial class RunningAgent : IAsyncDisposable
{
    private const int SigKill = 9;

    /// <summary>In the environment of the agent and of all that it starts: tells whose they are.</summary>
    private const string Marker = "BENCH_TEST_AGENT";

    private readonly Process _process;
    private readonly string _mark;

    private RunningAgent(Process process, string directory, string mark)
    {
        (_process, _mark, RunDirectory) = (process, mark, directory);
        Client = new AgentClient(directory, isContained: false);
    }

    /// <summary>Its run directory.</summary>
    public string RunDirectory { get; }

    /// <summary>Speaks to it.</summary>
    public AgentClient Client { get; }

    /// <summary>Its process id.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Whether it still runs.</summary>
    public bool IsAlive => !_process.HasExited;

    /// <summary>Starts one, in the directory or in a new one, and waits until it answers.</summary>
    public static async Task<RunningAgent> StartAsync(string? directory = null)
    {
        directory ??= Directory.CreateTempSubdirectory("bench-agent-").FullName;
        var mark = Guid.NewGuid().ToString("N");
        var start = new ProcessStartInfo(AgentProgram.Path, ["serve", "--dir", directory]) { Environment = { [Marker] = mark } };
        var agent = new RunningAgent(Process.Start(start)!, directory, mark);
        try
        {
            await agent.AnswersAsync();
            return agent;
        }
        catch
        {
            await agent.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until it answers.</summary>
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
        answer => answer == ProcessId.ToString());

    /// <summary>A line of its <c>/proc/PID/status</c>, without the name.</summary>
    public string Status(string name) => File.ReadLines($"/proc/{ProcessId}/status")
        .First(line => line.StartsWith(name + ":", StringComparison.Ordinal))[(name.Length + 1)..].Trim();

    /// <summary>Its resident memory, in bytes.</summary>
    public long ResidentBytes() => long.Parse(Status("VmRSS").Split(' ')[0]) * 1024;

    /// <summary>How many descriptors it has open.</summary>
    public int Descriptors() => Directory.GetFileSystemEntries($"/proc/{ProcessId}/fd").Length;

    /// <summary>Kills it, as a crash would; what it started lives on.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Processes of its that run, itself not included.</summary>
    public IReadOnlyList<int> Processes() =>
    [
        .. Directory.GetDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), out var id) ? id : 0)
            .Where(id => id > 0 && id != ProcessId && IsMarked(id)),
    ];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (IsAlive)
            Kill();
        _process.Dispose();
        await Eventually.Get(
            () =>
            {
                var left = Directory.GetDirectories("/proc")
                    .Select(path => int.TryParse(Path.GetFileName(path), out var id) ? id : 0)
                    .Where(id => id > 0 && IsMarked(id))
                    .ToList();
                foreach (var id in left)
                    _ = kill(id, SigKill);
                return Task.FromResult(left.Count);
            },
            left => left == 0);
        Directory.Delete(RunDirectory, recursive: true);
    }

    private bool IsMarked(int id)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{id}/environ")).Contains($"{Marker}={_mark}", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    [LibraryImport("libc")]
    private static partial int kill(int pid, int signal);
}
