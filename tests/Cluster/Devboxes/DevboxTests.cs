using BenchCluster.Devboxes;
using BenchCluster.Index;
using BenchCluster.Resources;
using BenchCluster.Tests.Engine;
using BenchCluster.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace BenchCluster.Tests.Devboxes;

public sealed class DevboxTests
{
    [Fact]
    public async Task A_devbox_goes_from_queued_to_running_in_order()
    {
        await using var node = await TestNode.StartAsync();

        var id = await node.RunDevboxAsync();

        var view = await node.Devbox(id).Get();
        Assert.Equal(
            [DevboxStatus.Queued, DevboxStatus.Provisioning, DevboxStatus.Initializing, DevboxStatus.Running],
            view.StateTransitions.Select(transition => transition.Status));
        var times = view.StateTransitions.Select(transition => transition.TransitionTimeMs).ToList();
        Assert.Equal(times.Order(), times);
        Assert.Equal(view.CreateTimeMs, times[0]);
    }

    [Fact]
    public async Task Shutting_down_removes_the_container_once()
    {
        await using var node = await TestNode.StartAsync();
        var id = await node.RunDevboxAsync();

        await node.Devbox(id).Shutdown(ShutdownReason.ApiShutdown, force: false);
        var view = await node.Devbox(id).Shutdown(ShutdownReason.Idle, force: false);

        Assert.Equal((DevboxStatus.Shutdown, ShutdownReason.ApiShutdown), (view.Status, view.ShutdownReason!.Value));
        Assert.NotNull(view.EndTimeMs);
        await node.AwaitNoContainersAsync();
        await node.AwaitReleasedAsync(id);
        Assert.Single(node.Engine.Calls, call => call.Operation is EngineOperation.Remove);
    }

    [Fact]
    public async Task Creating_twice_with_the_same_id_makes_one()
    {
        await using var node = await TestNode.StartAsync();
        var id = node.NewId(ResourceKind.Devbox);
        var spec = new DevboxSpec { Request = new DevboxCreateRequest { Name = "first" } };

        await node.Devbox(id).Create(spec);
        var second = await node.Devbox(id).Create(spec with { Request = spec.Request with { Name = "second" } });

        Assert.Equal("first", second.Name);
        await node.AwaitDevboxAsync(id, DevboxStatus.Running);
        Assert.Single(node.Engine.Created);
    }

    [Fact]
    public async Task A_devbox_is_shut_down_when_its_time_is_over()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var node = await TestNode.StartAsync(new TestNodeOptions { Clock = clock });
        var id = await node.RunDevboxAsync(new DevboxCreateRequest { LaunchParameters = new LaunchParameters { KeepAliveTimeSeconds = 600 } });

        clock.Advance(TimeSpan.FromSeconds(601));

        var view = await node.AwaitDevboxAsync(id, DevboxStatus.Shutdown);
        Assert.Equal(ShutdownReason.KeepAliveTimeout, view.ShutdownReason);
        await node.AwaitNoContainersAsync();
    }

    [Fact]
    public async Task Keeping_a_devbox_alive_begins_its_time_anew()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var node = await TestNode.StartAsync(new TestNodeOptions { Clock = clock });
        var id = await node.RunDevboxAsync(new DevboxCreateRequest { LaunchParameters = new LaunchParameters { KeepAliveTimeSeconds = 600 } });

        clock.Advance(TimeSpan.FromSeconds(400));
        await node.Devbox(id).KeepAlive();
        clock.Advance(TimeSpan.FromSeconds(400));

        // Twice 400 seconds are more than 600: what would have ended it has had its turn when this call is answered.
        await node.Devbox(id).Reconcile();
        Assert.Equal(DevboxStatus.Running, (await node.Devbox(id).Get()).Status);
        clock.Advance(TimeSpan.FromSeconds(201));
        await node.AwaitDevboxAsync(id, DevboxStatus.Shutdown);
    }

    [Fact]
    public async Task An_update_replaces_what_is_given_and_lists_show_it()
    {
        await using var node = await TestNode.StartAsync();
        var id = await node.RunDevboxAsync(new DevboxCreateRequest
        {
            Name = "old",
            Metadata = new Dictionary<string, string> { ["a"] = "1" },
        });

        await node.Devbox(id).Update("new", null);
        var view = await node.Devbox(id).Update(null, new Dictionary<string, string> { ["b"] = "2" });

        Assert.Equal("new", view.Name);
        Assert.Equal(["b"], view.Metadata.Keys);
        var index = node.Services.GetRequiredService<IResourceIndex>();
        var page = await index.ListAsync(new ResourceQuery { Kind = "dbx", Name = "new" }, CancellationToken.None);
        Assert.Contains("\"b\":\"2\"", Assert.Single(page.Views), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_are_there_when_the_launch_commands_run_in_order()
    {
        await using var node = await TestNode.StartAsync();
        var seen = new List<string>();
        string? content = null;
        node.Host.Script = start =>
        {
            seen.Add(start.Command);
            content ??= node.Host.ReadFile(node.Host.Started.First().DevboxId, "/etc/motd");
            return Task.FromResult(new SimulatedExit(0));
        };

        await node.RunDevboxAsync(new DevboxCreateRequest
        {
            FileMounts = new Dictionary<string, string> { ["/etc/motd"] = "hello" },
            LaunchParameters = new LaunchParameters { LaunchCommands = ["one", "two", "three"] },
        });

        Assert.Equal(["one", "two", "three"], seen);
        Assert.Equal("hello", content);
    }
}
