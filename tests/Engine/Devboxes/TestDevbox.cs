using BenchCluster.AgentProtocol;
using BenchCluster.DevboxAgents;
using BenchCluster.Devboxes;
using BenchCluster.Engine;

namespace BenchCluster.Tests.Devboxes;

/// <summary>A running devbox of a test.</summary>
internal sealed class TestDevbox(DevboxHost host, ContainerInfo container, ContainerSpec spec, CancellationToken deadline)
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(50);
    private int _count;

    /// <summary>The id.</summary>
    public string Id => spec.DevboxId;

    /// <summary>The container.</summary>
    public ContainerInfo Container => container;

    /// <summary>What it was made of.</summary>
    public ContainerSpec Spec => spec;

    /// <summary>The devbox's own directory, on the host.</summary>
    public string RunDirectory => spec.RunDirectory;

    /// <summary>The agent, as grains see it.</summary>
    public IDevboxAgent Agent { get; } = host.Connect(spec.DevboxId);

    /// <summary>The agent, as the silo's HTTP sees it.</summary>
    public AgentClient Client { get; } = host.ClientOf(spec.DevboxId);

    /// <summary>What its executions left.</summary>
    public ExecutionArchive Archive { get; } = host.ArchiveOf(spec.DevboxId);

    /// <summary>Runs a command to its end.</summary>
    public async Task<ProcessStatus> RunAsync(string command, string user = "root") =>
        await Agent.StartAsync(ProcessOf(command, user), Wait, deadline);

    /// <summary>Starts a command that goes on.</summary>
    public async Task<ProcessStatus> BeginAsync(string command, string user = "root") =>
        await Agent.StartAsync(ProcessOf(command, user), TimeSpan.Zero, deadline);

    /// <summary>What a command that succeeds writes, without the final line's end.</summary>
    public async Task<string> ReadAsync(string command, string user = "root")
    {
        var status = await RunAsync(command, user);
        Assert.True(status.ExitStatus == 0, $"'{command}' ended with {status.ExitStatus}: {status.StdoutTail}{status.StderrTail}");
        return status.StdoutTail.TrimEnd('\n');
    }

    /// <summary>Fails unless each command of root's fails with these words.</summary>
    public async Task RefusesAsync(IEnumerable<(string Command, string Words)> refused)
    {
        var wrong = new List<string>();
        foreach (var (command, words) in refused)
        {
            var status = await RunAsync(command);
            var output = status.StdoutTail + status.StderrTail;
            if (status.ExitStatus is 0 || !output.Contains(words, StringComparison.OrdinalIgnoreCase))
                wrong.Add($"'{command}' ended with {status.ExitStatus}, expected '{words}': {output}");
        }

        Assert.Empty(wrong);
    }

    private ProcessStart ProcessOf(string command, string user) =>
        new() { Id = $"test-{Interlocked.Increment(ref _count)}", Command = command, User = user };
}
