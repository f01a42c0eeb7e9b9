using System.Diagnostics;
using BenchCluster.Devboxes;
using BenchCluster.Engine;
using BenchCluster.Resources;
using BenchCluster.Tests.Engine;
using BenchCluster.Tests.Hosting;

namespace BenchCluster.Tests.Devboxes;

public sealed class DevboxFailureTests
{
    [Fact]
    public async Task A_launch_command_that_fails_is_named_with_what_it_said()
    {
        await using var node = await TestNode.StartAsync();
        node.Host.Script = start => Task.FromResult(
            start.Command == "make it" ? new SimulatedExit(3, Stderr: "no rule to make it\n") : new SimulatedExit(0));

        var id = await node.CreateDevboxAsync(Launching("true", "make it", "never run"));

        var view = await node.AwaitDevboxAsync(id, DevboxStatus.Failure);
        Assert.Equal((FailureReason.ExecutionFailed, false), (view.FailureReason!.Value, view.IsInfrastructureFailure!.Value));
        Assert.Equal("The launch command 'make it' ended with exit status 3. no rule to make it", view.FailureMessage);
        Assert.Equal(2, node.Host.Started.Count);
        await node.AwaitNoContainersAsync();
    }

    [Fact]
    public async Task A_launch_command_that_takes_too_long_is_named()
    {
        await using var node = await TestNode.StartAsync();
        node.Host.Script = _ => Task.FromResult(new SimulatedExit(137, IsTimeout: true));

        var id = await node.CreateDevboxAsync(Launching("sleep infinity"));

        var view = await node.AwaitDevboxAsync(id, DevboxStatus.Failure);
        Assert.Contains("'sleep infinity' did not end within", view.FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_that_does_not_exist_is_named_and_is_not_the_clusters_fault()
    {
        await using var node = await TestNode.StartAsync();
        node.Engine.RegistryHas = image => image != "no/such:image";

        var id = await node.CreateDevboxAsync(new DevboxCreateRequest { Image = "no/such:image" });

        var view = await node.AwaitDevboxAsync(id, DevboxStatus.Failure);
        Assert.Contains("no/such:image", view.FailureMessage, StringComparison.Ordinal);
        Assert.False(view.IsInfrastructureFailure);
        Assert.Empty(node.Engine.Created);
    }

    [Fact]
    public async Task A_container_that_is_gone_before_it_was_started_is_made_anew()
    {
        await using var node = await TestNode.StartAsync();
        var isFirst = 1;
        node.Engine.Fails = call => call.Operation is EngineOperation.Start && Interlocked.Exchange(ref isFirst, 0) == 1
            ? new EngineException(EngineError.NoSuchContainer, "No such container: sandbox")
            : null;

        var id = await node.RunDevboxAsync();

        Assert.Equal(2, node.Engine.Created.Count);
        await node.Devbox(id).Shutdown(ShutdownReason.ApiShutdown, force: false);
        await node.AwaitNoContainersAsync();
    }

    [Fact]
    public async Task An_image_that_the_engine_does_not_have_is_pulled()
    {
        await using var node = await TestNode.StartAsync();

        await node.RunDevboxAsync(new DevboxCreateRequest { Image = "python:3" });

        Assert.Single(node.Engine.Calls, new EngineCall(EngineOperation.Pull, "python:3"));
    }

    [Fact]
    public async Task While_the_engine_is_away_a_devbox_waits_and_then_goes_on()
    {
        await using var node = await TestNode.StartAsync();
        node.Engine.SetAway(true);

        var id = await node.CreateDevboxAsync();
        await Eventually.Get(() => Task.FromResult(node.Engine.Calls.Count(call => call.Operation is EngineOperation.InspectImage)), tries => tries > 1);
        Assert.Equal(DevboxStatus.Queued, (await node.Devbox(id).Get()).Status);
        node.Engine.SetAway(false);

        await node.AwaitDevboxAsync(id, DevboxStatus.Running);
        Assert.Single(node.Engine.Created);
    }

    [Theory]
    [InlineData(EngineError.DiskFull, FailureReason.OutOfDisk, true)]
    [InlineData(EngineError.StartFailed, FailureReason.ExecutionFailed, false)]
    [InlineData(EngineError.Other, FailureReason.ExecutionFailed, true)]
    public async Task What_the_engine_refuses_is_told(EngineError error, FailureReason reason, bool isInfrastructure)
    {
        await using var node = await TestNode.StartAsync();
        node.Engine.Fails = call => call.Operation is EngineOperation.Start ? new EngineException(error, "the engine's own words") : null;

        var id = await node.CreateDevboxAsync();

        var view = await node.AwaitDevboxAsync(id, DevboxStatus.Failure);
        Assert.Equal((reason, isInfrastructure, "the engine's own words"), (view.FailureReason!.Value, view.IsInfrastructureFailure!.Value, view.FailureMessage));
        await node.AwaitNoContainersAsync();
    }

    [Fact]
    public async Task Files_that_do_not_fit_are_told()
    {
        await using var node = await TestNode.StartAsync();
        node.Host.Refuses = path => path == "/large" ? new BenchException(BenchError.DiskFull, "no space for /large") : null;

        var id = await node.CreateDevboxAsync(new DevboxCreateRequest { FileMounts = new Dictionary<string, string> { ["/large"] = "x" } });

        var view = await node.AwaitDevboxAsync(id, DevboxStatus.Failure);
        Assert.Equal((FailureReason.OutOfDisk, "no space for /large"), (view.FailureReason!.Value, view.FailureMessage));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task One_that_ends_before_its_agent_has_answered_is_the_infrastructures_when_it_says_nothing_of_itself(int exitCode, bool isInfrastructure)
    {
        await using var node = await TestNode.StartAsync();
        node.Host.Answers = _ => false;
        var id = await node.CreateDevboxAsync(new DevboxCreateRequest());
        await Eventually.Get(() => Task.FromResult(node.Engine.Runs(id)), runs => runs);

        node.Engine.Kill(id, exitCode);

        var view = await node.AwaitDevboxAsync(id, DevboxStatus.Failure);
        Assert.Equal(isInfrastructure, view.IsInfrastructureFailure!.Value);
        Assert.Contains($"exit status {exitCode}", view.FailureMessage, StringComparison.Ordinal);
        await node.AwaitNoContainersAsync();
    }

    [Theory]
    [InlineData(137, false, FailureReason.ExecutionFailed, true)]
    [InlineData(1, false, FailureReason.ExecutionFailed, false)]
    [InlineData(0, false, FailureReason.ExecutionFailed, false)]
    [InlineData(143, false, FailureReason.ExecutionFailed, true)]
    [InlineData(137, true, FailureReason.OutOfMemory, false)]
    public async Task A_container_that_ends_is_a_failure_with_its_reason(int exitCode, bool isOutOfMemory, FailureReason reason, bool isInfrastructure)
    {
        await using var node = await TestNode.StartAsync();
        var id = await node.RunDevboxAsync();
        await node.AwaitWatchAsync();

        node.Engine.Kill(id, exitCode, isOutOfMemory);

        var view = await node.AwaitDevboxAsync(id, DevboxStatus.Failure);
        Assert.Equal((reason, isInfrastructure), (view.FailureReason!.Value, view.IsInfrastructureFailure!.Value));
        Assert.Contains(isOutOfMemory ? "out of memory" : $"exit status {exitCode}", view.FailureMessage, StringComparison.Ordinal);
        await node.AwaitNoContainersAsync();
    }

    [Fact]
    public async Task A_container_that_ends_while_the_engines_events_are_lost_is_found_when_they_are_followed_again()
    {
        await using var node = await TestNode.StartAsync();
        var id = await node.RunDevboxAsync();
        await node.AwaitWatchAsync();

        node.Engine.SetAway(true);
        node.Engine.Kill(id, isTold: false);
        node.Engine.SetAway(false);

        await node.AwaitDevboxAsync(id, DevboxStatus.Failure);
    }

    [Fact]
    public async Task A_container_that_ends_unnoticed_is_found_by_the_next_command()
    {
        await using var node = await TestNode.StartAsync();
        var id = await node.RunDevboxAsync();
        node.Engine.Kill(id, exitCode: 1, isTold: false);

        var e = await Assert.ThrowsAsync<BenchException>(() => node.ExecuteAsync(id, "true"));

        Assert.Equal(BenchError.Conflict, e.Code);
        Assert.Contains("ended with exit status 1", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_container_that_ends_before_its_agent_answers_is_not_waited_for()
    {
        await using var node = await TestNode.StartAsync();
        node.Host.Answers = _ => false;
        var clock = Stopwatch.StartNew();
        var id = await node.CreateDevboxAsync();
        await Eventually.Get(() => Task.FromResult(node.Engine.Runs(id)), runs => runs);

        node.Engine.Kill(id, exitCode: 127);

        var view = await node.AwaitDevboxAsync(id, DevboxStatus.Failure);
        Assert.Contains("exit status 127", view.FailureMessage, StringComparison.Ordinal);
        Assert.True(clock.Elapsed < new DevboxOptions().StartTimeout / 2, $"It took {clock.Elapsed}.");
    }

    [Fact]
    public async Task An_agent_that_never_answers_fails_the_devbox()
    {
        await using var node = await TestNode.StartAsync(new TestNodeOptions { Devboxes = new DevboxOptions { StartTimeout = TimeSpan.FromSeconds(1) } });
        node.Host.Answers = _ => false;

        var id = await node.CreateDevboxAsync();

        var view = await node.AwaitDevboxAsync(id, DevboxStatus.Failure);
        Assert.Equal((FailureReason.HealthCheckFailed, true), (view.FailureReason!.Value, view.IsInfrastructureFailure!.Value));
        await node.AwaitNoContainersAsync();
    }

    [Fact]
    public async Task A_container_that_ends_unnoticed_while_it_launches_fails_the_devbox()
    {
        await using var node = await TestNode.StartAsync();
        node.Host.Script = _ => new TaskCompletionSource<SimulatedExit>().Task;
        var id = await node.CreateDevboxAsync(Launching("sleep infinity"));
        await Eventually.Get(() => Task.FromResult(node.Host.Started.Count), count => count == 1);

        node.Engine.Kill(id, exitCode: 255, isTold: false);

        var view = await node.AwaitDevboxAsync(id, DevboxStatus.Failure);
        Assert.True(view.IsInfrastructureFailure);
        await node.AwaitNoContainersAsync();
    }

    private static DevboxCreateRequest Launching(params string[] commands) =>
        new() { LaunchParameters = new LaunchParameters { LaunchCommands = commands } };
}
