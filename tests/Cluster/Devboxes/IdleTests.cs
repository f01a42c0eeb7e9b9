using BenchCluster.Devboxes;
using BenchCluster.Tests.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace BenchCluster.Tests.Devboxes;

public sealed class IdleTests
{
    [Theory]
    [InlineData(IdleAction.Suspend, DevboxStatus.Suspended)]
    [InlineData(IdleAction.Shutdown, DevboxStatus.Shutdown)]
    public async Task A_devbox_that_nobody_uses_ends_as_its_policy_says(IdleAction action, DevboxStatus status)
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var node = await TestNode.StartAsync(new TestNodeOptions { Clock = clock });
        var id = await node.RunDevboxAsync(Request(action));

        var view = await PassTimeAsync(node, clock, id, view => view.Status == status);

        if (status is DevboxStatus.Shutdown)
            Assert.Equal(ShutdownReason.Idle, view.ShutdownReason);
    }

    [Fact]
    public async Task Use_begins_the_idle_time_anew()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var node = await TestNode.StartAsync(new TestNodeOptions { Clock = clock });
        var begun = clock.GetUtcNow();
        var id = await node.RunDevboxAsync(Request(IdleAction.Shutdown));

        clock.Advance(TimeSpan.FromSeconds(50));
        await node.ExecuteAsync(id, "use");
        var view = await PassTimeAsync(node, clock, id, view => view.Status is DevboxStatus.Shutdown);

        Assert.InRange(view.EndTimeMs!.Value, begun.AddSeconds(110).ToUnixTimeMilliseconds(), begun.AddSeconds(150).ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task A_command_that_runs_is_use()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var node = await TestNode.StartAsync(new TestNodeOptions { Clock = clock });
        var end = new TaskCompletionSource<SimulatedExit>();
        node.Host.Script = _ => end.Task;
        var id = await node.RunDevboxAsync(Request(IdleAction.Suspend));
        await node.ExecuteAsync(id, "long", TimeSpan.Zero);

        for (var i = 0; i < 60; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(6));
            Assert.Equal(DevboxStatus.Running, (await node.Devbox(id).Get()).Status);
        }

        end.SetResult(new SimulatedExit(0));
        await PassTimeAsync(node, clock, id, view => view.Status is DevboxStatus.Suspended);
    }

    [Fact]
    public async Task An_entrypoint_is_no_use_and_its_end_is_the_devboxs()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var node = await TestNode.StartAsync(new TestNodeOptions { Clock = clock });
        var end = new TaskCompletionSource<SimulatedExit>();
        node.Host.Script = _ => end.Task;
        var idle = await node.RunDevboxAsync(Request(IdleAction.Suspend) with { Entrypoint = "serve" });
        var served = await node.RunDevboxAsync(new DevboxCreateRequest { Entrypoint = "serve" });

        await PassTimeAsync(node, clock, idle, view => view.Status is DevboxStatus.Suspended);
        end.SetResult(new SimulatedExit(3));

        Assert.Equal(ShutdownReason.EntrypointExit, (await node.AwaitDevboxAsync(served, DevboxStatus.Shutdown)).ShutdownReason);
    }

    private static DevboxCreateRequest Request(IdleAction action) => new()
    {
        LaunchParameters = new LaunchParameters { AfterIdle = new AfterIdle { IdleTimeSeconds = 60, OnIdle = action } },
    };

    /// <summary>Moves the clock in steps until the devbox is as wanted.</summary>
    private static Task<DevboxView> PassTimeAsync(TestNode node, FakeTimeProvider clock, string id, Func<DevboxView, bool> isWanted) => Eventually.Get(
        () =>
        {
            clock.Advance(TimeSpan.FromSeconds(2));
            return node.Devbox(id).Get();
        },
        isWanted);
}
