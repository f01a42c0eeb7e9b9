using System.Text;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Tests;

/// <summary>A test with an agent of its own.</summary>
public abstract class AgentTest : IAsyncLifetime
{
    private RunningAgent? _agent;

    /// <summary>Cancels what takes too long.</summary>
    protected CancellationToken Deadline { get; } = new CancellationTokenSource(TimeSpan.FromMinutes(2)).Token;

    private protected RunningAgent Running => _agent!;

    private protected AgentClient Agent => Running.Client;

    /// <inheritdoc/>
    public async Task InitializeAsync() => _agent = await RunningAgent.StartAsync();

    /// <inheritdoc/>
    public async Task DisposeAsync() => await Running.DisposeAsync();

    private protected static string NewId() => Guid.NewGuid().ToString("N");

    private protected static ExecutionStart Command(string command) => new() { Id = NewId(), Command = command };

    /// <summary>Runs it to its end.</summary>
    private protected Task<ExecutionReport> RunAsync(string command) => RunAsync(Command(command));

    /// <summary>Runs it to its end.</summary>
    private protected async Task<ExecutionReport> RunAsync(ExecutionStart start)
    {
        var report = await Agent.StartAsync(start, TimeSpan.FromMinutes(1), Deadline);
        Assert.True(report.Phase is ExecutionPhase.Exited, $"Still not ended: {start.Command}");
        return report;
    }

    /// <summary>Starts it and does not wait; its id.</summary>
    private protected async Task<string> StartAsync(ExecutionStart start) => (await Agent.StartAsync(start, TimeSpan.Zero, Deadline)).Id;

    /// <summary>Waits for its end.</summary>
    private protected async Task<ExecutionReport> EndOfAsync(string id)
    {
        var report = await Agent.WaitAsync(id, TimeSpan.FromMinutes(1), Deadline);
        Assert.Equal(ExecutionPhase.Exited, report.Phase);
        return report;
    }

    /// <summary>All of an output from a byte on.</summary>
    private protected async Task<byte[]> ReadAsync(string id, OutputKind stream, long offset = 0, bool follow = false)
    {
        var bytes = new MemoryStream();
        await foreach (var chunk in Agent.ReadOutputAsync(id, stream, offset, follow, Deadline))
            bytes.Write(chunk.Bytes.Span);
        return bytes.ToArray();
    }

    /// <summary>Waits until the standard output contains the text.</summary>
    private protected async Task SaysAsync(string id, string text) =>
        await Eventually.Get(async () => Encoding.UTF8.GetString(await ReadAsync(id, OutputKind.Stdout)), output => output.Contains(text, StringComparison.Ordinal));

    /// <summary>The agent's refusal of a call.</summary>
    private protected static async Task<AgentErrorCode> RefusalAsync(Func<Task> call) => (await Assert.ThrowsAsync<AgentException>(call)).Code;
}
