using BenchCluster.Engine;

namespace BenchCluster.Tests.Docker;

/// <summary>A test on this machine's Docker engine, which leaves nothing there.</summary>
public abstract class DockerTest : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);
    private DockerHarness? _docker;

    /// <summary>The engine, with a cluster of the test's own.</summary>
    private protected DockerHarness Docker => _docker ?? throw new InvalidOperationException("The test has not begun.");

    /// <summary>The engine under test.</summary>
    protected IContainerEngine Engine => Docker.Engine;

    /// <summary>Ends with the test's time.</summary>
    protected CancellationToken Deadline { get; } = new CancellationTokenSource(Soon).Token;

    /// <inheritdoc/>
    public virtual Task InitializeAsync()
    {
        _docker = MakeHarness();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public virtual async Task DisposeAsync()
    {
        if (_docker is not null)
            await _docker.DisposeAsync();
    }

    private protected virtual DockerHarness MakeHarness() => new();
}
