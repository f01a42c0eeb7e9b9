using BenchCluster.AgentProtocol;

namespace BenchCluster.Tests.Containers;

/// <summary>A test in a container of its own.</summary>
[Trait("Needs", "docker")]
public abstract class BoxTest : IAsyncLifetime
{
    private Box? _box;

    /// <summary>Cancels what takes too long.</summary>
    protected CancellationToken Deadline { get; } = new CancellationTokenSource(TimeSpan.FromMinutes(3)).Token;

    private protected Box Box => _box!;

    private protected AgentClient Agent => Box.Client;

    /// <inheritdoc/>
    public async Task InitializeAsync() => _box = await StartAsync();

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_box is not null)
            await _box.DisposeAsync();
    }

    private protected virtual Task<Box> StartAsync() => Box.StartAsync();

    private protected static ExecutionStart Command(string command) => new() { Id = Guid.NewGuid().ToString("N"), Command = command };

    private protected Task<ExecutionReport> RunAsync(string command) => RunAsync(Command(command));

    private protected async Task<ExecutionReport> RunAsync(ExecutionStart start)
    {
        var report = await Agent.StartAsync(start, TimeSpan.FromMinutes(1), Deadline);
        Assert.True(report.Phase is ExecutionPhase.Exited, $"Still not ended: {start.Command}");
        return report;
    }

    private protected async Task<string> StartAsync(ExecutionStart start) => (await Agent.StartAsync(start, TimeSpan.Zero, Deadline)).Id;

    private protected async Task SaysAsync(string id, string text) => await Eventually.Get(
        async () => (await Agent.WaitAsync(id, TimeSpan.Zero, Deadline)).Out(), output => output.Contains(text, StringComparison.Ordinal));

    /// <summary>Processes in the box but the agent.</summary>
    private protected async Task<int> ProcessesAsync() => (await Agent.StatsAsync(Deadline)).Processes;
}
