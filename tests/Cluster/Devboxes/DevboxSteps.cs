using BenchCluster.Devboxes;
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

    /// <summary>Waits until the engine has no container of this cluster.</summary>
    public static Task AwaitNoContainersAsync(this TestNode node) => Eventually.Get(
        () => Task.FromResult(string.Join(", ", node.Engine.Containers.Select(c => c.Info.Name))), names => names.Length == 0);
}
