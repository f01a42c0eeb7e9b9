using BenchCluster.Engine;
using BenchCluster.Resources;
using BenchCluster.Tests.Devboxes;
using BenchCluster.Tests.Engine;
using BenchCluster.Tests.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace BenchCluster.Tests.Nodes;

public sealed class ReaperTests
{
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);

    [Fact]
    public async Task A_container_that_no_devbox_claims_is_removed_after_a_grace_and_another_clusters_never()
    {
        await using var node = await StartAsync();
        var claimed = await node.RunDevboxAsync();
        Plant(node, TestNode.Cluster, "orphan");
        Plant(node, "another", "theirs");
        var planted = _clock.GetUtcNow();

        await PassUntilAsync(() => !Names(node).Contains("orphan"));
        Assert.InRange(_clock.GetUtcNow() - planted, TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10));
        Plant(node, TestNode.Cluster, "orphan");
        await PassUntilAsync(() => !Names(node).Contains("orphan"));

        Assert.Contains("theirs", Names(node));
        Assert.Equal(claimed, Assert.Single(node.Engine.Containers, container => container.Cluster == TestNode.Cluster).Spec.DevboxId);
    }

    [Fact]
    public async Task A_container_of_an_older_epoch_of_a_devbox_is_nobodys()
    {
        await using var node = await StartAsync();
        var id = await node.RunDevboxAsync();
        Plant(node, TestNode.Cluster, "older", id, epoch: 0);

        await PassUntilAsync(() => !Names(node).Contains("older"));

        Assert.Single(node.Engine.Containers);
    }

    [Fact]
    public async Task An_orphan_that_cannot_be_removed_does_not_keep_the_others()
    {
        await using var node = await StartAsync();
        Plant(node, TestNode.Cluster, "stuck");
        var stuck = node.Engine.Containers.Single().Info.Id;
        Plant(node, TestNode.Cluster, "orphan");
        Plant(node, TestNode.Cluster, "nameless", devboxId: "");
        Plant(node, TestNode.Cluster, "last");
        node.Engine.Fails = call => call == new EngineCall(EngineOperation.Remove, stuck) ? new EngineException(EngineError.Other, "stuck") : null;

        await PassUntilAsync(() => !Names(node).Contains("orphan") && !Names(node).Contains("last"));

        Assert.Contains("stuck", Names(node));
    }

    [Fact]
    public async Task While_the_state_of_a_devbox_cannot_be_read_its_container_stays()
    {
        await using var node = await StartAsync();
        var id = await node.RunDevboxAsync();
        await node.KillSiloAsync();
        node.Database.Execute("UPDATE OrleansStorage SET PayloadBinary = CAST('not a state' AS BLOB)");
        await node.StartSiloAsync();

        await PassUntilAsync(() => node.Log.Entries.Any(entry => entry.Contains("could not be checked", StringComparison.Ordinal)));

        Assert.Equal(id, Assert.Single(node.Engine.Containers).Spec.DevboxId);
    }

    private static void Plant(TestNode node, string cluster, string name, string? devboxId = null, int epoch = 1) => node.Engine.Plant(cluster, new ContainerSpec
    {
        Name = name,
        DevboxId = devboxId ?? node.NewId(ResourceKind.Devbox),
        Epoch = epoch,
        Image = TestNode.BaseImage,
        Limits = new ContainerLimits { Cpus = 1, MemoryBytes = 1, DiskBytes = 1 },
        RunDirectory = "/",
    });

    private static List<string> Names(TestNode node) => [.. node.Engine.Containers.Select(container => container.Info.Name)];

    private Task<TestNode> StartAsync() => TestNode.StartAsync(new TestNodeOptions { Clock = _clock });

    /// <summary>Lets time pass, ten seconds at a time, until something has happened.</summary>
    private async Task PassUntilAsync(Func<bool> hasHappened) => await Eventually.Get(
        () =>
        {
            _clock.Advance(TimeSpan.FromSeconds(10));
            return Task.FromResult(hasHappened());
        },
        hasHappened => hasHappened);
}
