using BenchCluster.Devboxes;
using BenchCluster.Resources;
using BenchCluster.Tests.Hosting;

namespace BenchCluster.Tests.Devboxes;

public sealed class ExecutionTests
{
    [Fact]
    public async Task A_command_is_run_once_however_often_it_is_sent()
    {
        await using var node = await TestNode.StartAsync();
        node.Host.Script = start => Task.FromResult(new SimulatedExit(7, $"ran {start.Command}\n"));
        var id = await node.RunDevboxAsync();

        var first = await node.ExecuteAsync(id, "it");
        var second = await node.ExecuteAsync(id, "it");

        Assert.Equal((ExecutionStatus.Completed, 7, "ran it\n"), (first.Status, first.ExitStatus!.Value, first.Stdout));
        Assert.Equal(first, second);
        Assert.Single(node.Host.Started);
    }

    [Fact]
    public async Task A_command_that_goes_on_is_answered_as_running_and_can_be_killed()
    {
        await using var node = await TestNode.StartAsync();
        node.Host.Script = _ => new TaskCompletionSource<SimulatedExit>().Task;
        var id = await node.RunDevboxAsync();

        var running = await node.ExecuteAsync(id, "sleep", wait: TimeSpan.Zero);
        var killed = await node.Devbox(id).KillExecution("sleep", wholeGroup: true);

        Assert.Equal(ExecutionStatus.Running, running.Status);
        Assert.Equal((ExecutionStatus.Completed, 137), (killed.Status, killed.ExitStatus!.Value));
    }

    [Fact]
    public async Task On_a_devbox_that_does_not_run_every_call_conflicts_and_says_what_it_is()
    {
        await using var node = await TestNode.StartAsync(new TestNodeOptions { Slots = 1 });
        await node.RunDevboxAsync();
        var queued = node.Devbox(await node.CreateDevboxAsync());
        var calls = new Func<Task>[]
        {
            () => node.ExecuteAsync(queued.GetPrimaryKeyString(), "true"),
            () => queued.KillExecution("e", false),
            () => queued.SendStandardInput("e", new StandardInputRequest { Text = "x" }),
            () => queued.Access(),
            () => queued.KeepAlive(),
        };

        foreach (var call in calls)
        {
            var e = await Assert.ThrowsAsync<BenchException>(call);
            Assert.Equal(BenchError.Conflict, e.Code);
            Assert.Contains("is queued, not running", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Unknown_devboxes_and_executions_are_not_found()
    {
        await using var node = await TestNode.StartAsync();
        var id = await node.RunDevboxAsync();
        var unknown = node.Devbox(node.NewId(ResourceKind.Devbox));
        var calls = new Func<Task>[]
        {
            () => unknown.Get(),
            () => unknown.Shutdown(ShutdownReason.ApiShutdown, force: false),
            () => unknown.Update("name", null),
            () => unknown.KeepAlive(),
            () => unknown.WaitForStatus([DevboxStatus.Running], TimeSpan.FromSeconds(1), CancellationToken.None),
            () => unknown.Execute(new ExecuteCommand { Id = "e", Command = "true" }, TimeSpan.Zero, 1, CancellationToken.None),
            () => node.Devbox(id).GetExecution("no-such", TimeSpan.Zero, 1, CancellationToken.None),
        };

        foreach (var call in calls)
            Assert.Equal(BenchError.NotFound, (await Assert.ThrowsAsync<BenchException>(call)).Code);
        Assert.False(await unknown.Claims(1));
    }

    [Fact]
    public async Task What_a_command_printed_can_be_read_after_its_devbox_has_ended()
    {
        await using var node = await TestNode.StartAsync();
        node.Host.Script = _ => Task.FromResult(new SimulatedExit(0, "for later\n"));
        var id = await node.RunDevboxAsync();
        await node.ExecuteAsync(id, "it");
        await node.Devbox(id).Shutdown(ShutdownReason.ApiShutdown, force: false);
        await node.AwaitNoContainersAsync();

        var view = await node.Devbox(id).GetExecution("it", TimeSpan.Zero, 100, CancellationToken.None);

        Assert.Equal("for later\n", view.Stdout);
    }

    [Fact]
    public async Task An_agent_that_does_not_answer_in_a_running_container_is_unavailable_for_now()
    {
        await using var node = await TestNode.StartAsync();
        var id = await node.RunDevboxAsync();
        node.Host.Answers = _ => false;

        var e = await Assert.ThrowsAsync<BenchException>(() => node.ExecuteAsync(id, "true"));

        Assert.Equal(BenchError.Unavailable, e.Code);
        node.Host.Answers = node.Engine.Runs;
        Assert.Equal(ExecutionStatus.Completed, (await node.ExecuteAsync(id, "true")).Status);
    }

    [Fact]
    public async Task While_neither_agent_nor_engine_answers_a_command_is_refused_for_now_and_the_devbox_goes_on()
    {
        await using var node = await TestNode.StartAsync();
        var id = await node.RunDevboxAsync();
        node.Engine.SetAway(true);
        node.Host.Answers = _ => false;

        var e = await Assert.ThrowsAsync<BenchException>(() => node.ExecuteAsync(id, "true"));

        Assert.Equal(BenchError.Unavailable, e.Code);
        Assert.Equal(DevboxStatus.Running, (await node.Devbox(id).Get()).Status);
    }
}
