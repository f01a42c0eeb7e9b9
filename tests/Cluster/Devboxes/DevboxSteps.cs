using BenchCluster.Devboxes;
using BenchCluster.Nodes;
using BenchCluster.Resources;
using BenchCluster.Tests.Hosting;

namespace BenchCluster.Tests.Devboxes;

/// <summary>What tests do with devboxes.</summary>
internal static class DevboxSteps
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    /// <summary>A devbox by its id.</summary>
    public static IDevboxGrain Devbox(this TestNode node, string id) => node.Grains.GetGrain<IDevboxGrain>(id);

    /// <summary>Creates a devbox and returns its id.</summary>
    public static async Task<string> CreateDevboxAsync(this TestNode node, DevboxCreateRequest? request = null)
    {
        var id = node.NewId(ResourceKind.Devbox);
        await node.Devbox(id).Create(new DevboxSpec { Request = request ?? new DevboxCreateRequest() });
        return id;
    }

    /// <summary>Creates a devbox, waits until it runs and returns its id.</summary>
    public static async Task<string> RunDevboxAsync(this TestNode node, DevboxCreateRequest? request = null)
    {
        var id = await node.CreateDevboxAsync(request);
        await node.AwaitDevboxAsync(id, DevboxStatus.Running);
        return id;
    }

    /// <summary>Waits until the devbox has a status.</summary>
    public static async Task<DevboxView> AwaitDevboxAsync(this TestNode node, string id, DevboxStatus status)
    {
        var view = await node.Devbox(id).WaitForStatus([status], Deadline, CancellationToken.None);
        Assert.True(view.Status == status, $"The devbox is not {status} but {view}.");
        return view;
    }

    /// <summary>Runs a command, whose id is the command itself.</summary>
    public static Task<ExecutionView> ExecuteAsync(this TestNode node, string id, string command, TimeSpan? wait = null) => node.Devbox(id).Execute(
        new ExecuteCommand { Id = command, Command = command }, wait ?? Deadline, 100, CancellationToken.None);

    /// <summary>The node's places.</summary>
    public static Task<NodeView> NodeAsync(this TestNode node) => node.Grains.GetGrain<INodeGrain>(NodeIdentity.GrainKeyOf(TestNode.Name)).Get();

    /// <summary>Waits until as many devboxes wait for a place.</summary>
    public static Task AwaitQueueAsync(this TestNode node, int count) => Eventually.Get(node.NodeAsync, view => view.Queued == count);

    /// <summary>Waits until the silo follows the engine's events.</summary>
    public static Task AwaitWatchAsync(this TestNode node) => Eventually.Get(() => Task.FromResult(node.Engine.IsWatched), isWatched => isWatched);

    /// <summary>Waits until nothing is left to be done for the devbox.</summary>
    public static Task AwaitReleasedAsync(this TestNode node, string id) => Eventually.Get(
        () => Task.FromResult(node.Database.Select("SELECT finished FROM resources WHERE id = $id", ("$id", id)).Single()), finished => finished is 1L);

    /// <summary>Waits until the engine has no container of this cluster.</summary>
    public static Task AwaitNoContainersAsync(this TestNode node) => Eventually.Get(
        () => Task.FromResult(string.Join(", ", node.Engine.Containers.Select(c => c.Info.Name))), names => names.Length == 0);

    /// <summary>Waits until there is no container and nothing is left to be done for any resource.</summary>
    public static async Task AwaitNothingLeftAsync(this TestNode node)
    {
        await node.AwaitNoContainersAsync();
        await Eventually.Get(
            () => Task.FromResult(string.Join(", ", node.Database.Select("SELECT id || ' is ' || status FROM resources WHERE finished = 0"))),
            left => left.Length == 0);
    }
}
