using BenchCluster.Engine;

namespace BenchCluster.Tests.Docker;

/// <summary>The network of devboxes where there is none yet.</summary>
public sealed class NetworkTests : DockerTest
{
    private readonly string _name = $"bench-test-{Guid.NewGuid():N}";
    private readonly List<string> _made = [];

    private protected override DockerHarness MakeHarness() => new(options => options with { Network = _name });

    public override async Task DisposeAsync()
    {
        foreach (var container in _made)
            await Engine.RemoveAsync(container, CancellationToken.None);
        foreach (var network in await NetworksAsync())
            await Docker.Client.Networks.DeleteNetworkAsync(network);
        await base.DisposeAsync();
    }

    [Fact]
    public async Task The_first_devboxes_of_a_machine_may_be_made_at_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => RunAsync(Engine)));

        Assert.Single(await NetworksAsync());
    }

    [Fact]
    public async Task Silos_that_make_it_at_once_agree_on_one()
    {
        var other = Docker.EngineOf(Docker.Options with { NodeName = "other" });

        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => RunPatientlyAsync(i % 2 == 0 ? Engine : other)));

        Assert.Single(await NetworksAsync());
    }

    private async Task RunAsync(IContainerEngine engine)
    {
        var spec = Docker.Spec() with { Network = ContainerNetwork.Bridge };
        lock (_made)
            _made.Add(spec.Name);
        await engine.CreateAsync(spec, Deadline);
        await engine.StartAsync(spec.Name, Deadline);
    }

    /// <summary>As a devbox does: what may pass is tried again.</summary>
    private async Task RunPatientlyAsync(IContainerEngine engine)
    {
        var spec = Docker.Spec() with { Network = ContainerNetwork.Bridge };
        lock (_made)
            _made.Add(spec.Name);
        await Eventually.Get(
            async () =>
            {
                try
                {
                    await engine.CreateAsync(spec, Deadline);
                    await engine.StartAsync(spec.Name, Deadline);
                    return true;
                }
                catch (EngineException e) when (e.Error is EngineError.Unavailable)
                {
                    return false;
                }
            },
            runs => runs);
    }

    private async Task<IReadOnlyList<string>> NetworksAsync() =>
        [.. (await Docker.Client.Networks.ListNetworksAsync()).Where(network => network.Name == _name).Select(network => network.ID)];
}
