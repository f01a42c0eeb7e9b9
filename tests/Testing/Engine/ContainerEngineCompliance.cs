using BenchCluster.Engine;

namespace BenchCluster.Tests.Engine;

/// <summary>
/// What every <see cref="IContainerEngine"/> must do, whatever engine is behind it. A suite for each part of it derives
/// from this; an adapter's tests derive from those.
/// </summary>
public abstract class ContainerEngineCompliance : IAsyncLifetime
{
    /// <summary>Longer than anything takes that goes well.</summary>
    protected static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    private IEngineHarness? _harness;

    /// <summary>The engine under test.</summary>
    protected IEngineHarness Harness => _harness ?? throw new InvalidOperationException("The test has not begun.");

    /// <summary>The engine under test.</summary>
    protected IContainerEngine Engine => Harness.Engine;

    /// <summary>Ends with the test's time.</summary>
    protected CancellationToken Deadline { get; } = new CancellationTokenSource(Soon).Token;

    /// <inheritdoc/>
    public async Task InitializeAsync() => _harness = await MakeHarnessAsync();

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_harness is not null)
            await _harness.DisposeAsync();
    }

    /// <summary>The engine for one test.</summary>
    protected abstract Task<IEngineHarness> MakeHarnessAsync();

    /// <summary>Creates and starts a container.</summary>
    protected async Task<ContainerInfo> RunAsync(ContainerSpec spec)
    {
        var container = await Engine.CreateAsync(spec, Deadline);
        await Engine.StartAsync(container.Id, Deadline);
        return container;
    }

    /// <summary>The container once it has ended.</summary>
    protected Task<ContainerInfo?> EndOfAsync(ContainerInfo container) =>
        Eventually.Get(() => Engine.InspectAsync(container.Id, Deadline), found => found is not { IsRunning: true }, Soon);

    /// <summary>Fails unless the call fails for this reason.</summary>
    protected static async Task<EngineException> FailsAsync(EngineError error, Func<Task> call)
    {
        var failure = await Assert.ThrowsAsync<EngineException>(call);
        Assert.True(failure.Error == error, $"Expected {error}, got {failure.Error}: {failure.Message}");
        return failure;
    }
}
