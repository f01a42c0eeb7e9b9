using BenchCluster.Devboxes;
using BenchCluster.Resources;
using BenchCluster.Tests.Engine;
using BenchCluster.Tests.Hosting;

namespace BenchCluster.Tests.Devboxes;

public sealed class SuspensionTests
{
    private static readonly string[] Commands = ["one", "two"];

    [Fact]
    public async Task A_resumed_devbox_has_its_container_again_and_runs_its_launch_commands_again()
    {
        await using var node = await TestNode.StartAsync();
        var id = await node.RunDevboxAsync(new DevboxCreateRequest { LaunchParameters = new LaunchParameters { LaunchCommands = Commands } });

        await node.Devbox(id).Suspend();
        await node.AwaitDevboxAsync(id, DevboxStatus.Suspended);
        Assert.False(Assert.Single(node.Engine.Containers).Info.IsRunning);
        await node.Devbox(id).Resume();
        var view = await node.AwaitDevboxAsync(id, DevboxStatus.Running);

        Assert.Single(node.Engine.Created);
        Assert.Equal(
            [DevboxStatus.Suspending, DevboxStatus.Suspended, DevboxStatus.Resuming, DevboxStatus.Running],
            view.StateTransitions.Select(transition => transition.Status).TakeLast(4));
        Assert.Equal(
            ["launch-1-000", "launch-1-001", "launch-2-000", "launch-2-001"],
            node.Host.Started.Select(process => process.ProcessId));
    }

    [Fact]
    public async Task A_suspended_devbox_holds_no_place_and_waits_for_one_to_resume()
    {
        await using var node = await TestNode.StartAsync(new TestNodeOptions { Slots = 1 });
        var first = await node.RunDevboxAsync();
        await node.Devbox(first).Suspend();

        var second = await node.RunDevboxAsync();
        await node.AwaitDevboxAsync(first, DevboxStatus.Suspended);
        await node.Devbox(first).Resume();
        await node.AwaitQueueAsync(1);
        Assert.Equal(DevboxStatus.Resuming, (await node.Devbox(first).Get()).Status);

        await node.Devbox(second).Shutdown(ShutdownReason.ApiShutdown, force: false);
        await node.AwaitDevboxAsync(first, DevboxStatus.Running);
    }

    [Fact]
    public async Task The_suspend_commands_run_first_and_what_fails_of_them_keeps_nobody_from_suspending()
    {
        await using var node = await TestNode.StartAsync();
        node.Host.Script = start => Task.FromResult(new SimulatedExit(start.Command == "one" ? 1 : 0));
        var id = await node.RunDevboxAsync(new DevboxCreateRequest
        {
            LaunchParameters = new LaunchParameters { Lifecycle = new LifecycleConfiguration { LifecycleHooks = new LifecycleHooks { SuspendCommands = Commands } } },
        });

        await node.Devbox(id).Suspend();

        await node.AwaitDevboxAsync(id, DevboxStatus.Suspended);
        Assert.Equal(["suspend-1-000", "suspend-1-001"], node.Host.Started.Select(process => process.ProcessId));
    }

    [Fact]
    public async Task A_crash_while_it_is_suspended_loses_nothing()
    {
        await using var node = await TestNode.StartAsync();
        var id = await node.RunDevboxAsync();
        await node.Devbox(id).Suspend();
        await node.AwaitDevboxAsync(id, DevboxStatus.Suspended);

        await node.KillSiloAsync();
        await node.StartSiloAsync();

        Assert.Equal(DevboxStatus.Suspended, (await node.Devbox(id).Get()).Status);
        await node.Devbox(id).Resume();
        await node.AwaitDevboxAsync(id, DevboxStatus.Running);
        Assert.Single(node.Engine.Created);
    }

    [Theory]
    [InlineData(EngineOperation.Stop)]
    [InlineData(EngineOperation.Start)]
    public async Task An_engine_that_fails_in_the_middle_is_asked_again(EngineOperation operation)
    {
        await using var node = await TestNode.StartAsync();
        var id = await node.RunDevboxAsync();
        var failures = 1;
        node.Engine.Fails = call => call.Operation == operation && Interlocked.Decrement(ref failures) == 0
            ? new BenchCluster.Engine.EngineException(BenchCluster.Engine.EngineError.Unavailable, "away")
            : null;

        await node.Devbox(id).Suspend();
        await node.AwaitDevboxAsync(id, DevboxStatus.Suspended);
        await node.Devbox(id).Resume();

        await node.AwaitDevboxAsync(id, DevboxStatus.Running);
        Assert.True(failures <= 0);
    }

    [Fact]
    public async Task What_neither_runs_nor_is_suspended_can_be_neither_suspended_nor_resumed()
    {
        await using var node = await TestNode.StartAsync();
        var id = await node.RunDevboxAsync();
        await node.Devbox(id).Shutdown(ShutdownReason.ApiShutdown, force: false);

        Assert.Equal(BenchError.Conflict, (await Assert.ThrowsAsync<BenchException>(node.Devbox(id).Suspend)).Code);
        Assert.Equal(BenchError.Conflict, (await Assert.ThrowsAsync<BenchException>(node.Devbox(id).Resume)).Code);
    }

    [Fact]
    public async Task A_suspended_devbox_is_shut_down_with_its_container()
    {
        await using var node = await TestNode.StartAsync();
        var id = await node.RunDevboxAsync();
        await node.Devbox(id).Suspend();
        await node.AwaitDevboxAsync(id, DevboxStatus.Suspended);

        await node.Devbox(id).Shutdown(ShutdownReason.ApiShutdown, force: false);

        await node.AwaitNoContainersAsync();
        await node.AwaitReleasedAsync(id);
    }
}
