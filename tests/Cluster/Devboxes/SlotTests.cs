using BenchCluster.Devboxes;
using BenchCluster.Tests.Hosting;

namespace BenchCluster.Tests.Devboxes;

public sealed class SlotTests
{
    [Fact]
    public async Task With_two_slots_the_third_devbox_waits_and_starts_when_one_ends()
    {
        await using var node = await TestNode.StartAsync(new TestNodeOptions { Slots = 2 });
        var first = await node.RunDevboxAsync();
        var second = await node.RunDevboxAsync();

        var third = await node.CreateDevboxAsync();
        await node.AwaitQueueAsync(1);
        Assert.Equal(DevboxStatus.Queued, (await node.Devbox(third).Get()).Status);
        Assert.Equal(2, node.Engine.Created.Count);
        await node.Devbox(first).Shutdown(ShutdownReason.ApiShutdown, force: false);

        await node.AwaitDevboxAsync(third, DevboxStatus.Running);
        Assert.Equal(DevboxStatus.Running, (await node.Devbox(second).Get()).Status);
        Assert.Equal(2, node.Engine.MostContainers);
    }

    [Fact]
    public async Task Who_came_first_is_served_first()
    {
        await using var node = await TestNode.StartAsync(new TestNodeOptions { Slots = 1 });
        var running = await node.RunDevboxAsync();
        var waiting = new List<string>();
        for (var i = 1; i <= 4; i++)
        {
            waiting.Add(await node.CreateDevboxAsync());
            await node.AwaitQueueAsync(i);
        }

        foreach (var next in waiting)
        {
            await node.Devbox(running).Shutdown(ShutdownReason.ApiShutdown, force: false);
            await node.AwaitDevboxAsync(next, DevboxStatus.Running);
            running = next;
        }

        Assert.Equal(1, node.Engine.MostContainers);
    }

    [Fact]
    public async Task A_devbox_that_is_shut_down_while_it_waits_leaves_the_queue()
    {
        await using var node = await TestNode.StartAsync(new TestNodeOptions { Slots = 1 });
        var running = await node.RunDevboxAsync();
        var leaving = await node.CreateDevboxAsync();
        await node.AwaitQueueAsync(1);
        var staying = await node.CreateDevboxAsync();
        await node.AwaitQueueAsync(2);

        await node.Devbox(leaving).Shutdown(ShutdownReason.ApiShutdown, force: false);
        await node.AwaitQueueAsync(1);
        await node.Devbox(running).Shutdown(ShutdownReason.ApiShutdown, force: false);

        await node.AwaitDevboxAsync(staying, DevboxStatus.Running);
        Assert.Equal(DevboxStatus.Shutdown, (await node.Devbox(leaving).Get()).Status);
        Assert.DoesNotContain(node.Engine.Created, name => name.Contains(leaving, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_devbox_that_fails_gives_its_place_back()
    {
        await using var node = await TestNode.StartAsync(new TestNodeOptions { Slots = 1 });
        var first = await node.RunDevboxAsync();
        await node.AwaitWatchAsync();
        var second = await node.CreateDevboxAsync();

        node.Engine.Kill(first);

        await node.AwaitDevboxAsync(second, DevboxStatus.Running);
    }

    [Fact]
    public async Task Devboxes_keep_their_places_over_a_restart_of_the_silo()
    {
        await using var node = await TestNode.StartAsync(new TestNodeOptions { Slots = 2 });
        var first = await node.RunDevboxAsync();
        await node.RunDevboxAsync();
        await node.KillSiloAsync();
        await node.StartSiloAsync();

        // Before anything else is asked: the places must be known without the devboxes having said so.
        var third = await node.CreateDevboxAsync();
        await node.AwaitQueueAsync(1);

        Assert.Equal(2, (await node.NodeAsync()).SlotsTaken);
        await node.Devbox(first).Shutdown(ShutdownReason.ApiShutdown, force: false);
        await node.AwaitDevboxAsync(third, DevboxStatus.Running);
        Assert.Equal(2, node.Engine.MostContainers);
    }
}
