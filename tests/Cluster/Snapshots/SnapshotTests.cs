using BenchCluster.Devboxes;
using BenchCluster.Index;
using BenchCluster.Resources;
using BenchCluster.Snapshots;
using BenchCluster.Tests.Devboxes;
using BenchCluster.Tests.Engine;
using BenchCluster.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace BenchCluster.Tests.Snapshots;

public sealed class SnapshotTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_devbox_starts_from_a_snapshot_of_another()
    {
        await using var node = await TestNode.StartAsync();
        var source = await node.RunDevboxAsync();

        var snapshot = await SnapshotAsync(node, source);
        await node.Devbox(source).Shutdown(ShutdownReason.ApiShutdown, force: false);
        var copy = await node.RunDevboxAsync(new DevboxCreateRequest { SnapshotId = snapshot });

        Assert.Equal(snapshot, (await node.Devbox(copy).Get()).SnapshotId);
        Assert.Equal($"benchcluster/snapshot:{snapshot}", node.Engine.Containers.Single(container => container.Spec.DevboxId == copy).Spec.Image);
    }

    [Fact]
    public async Task A_devbox_with_a_snapshot_in_progress_is_shut_down_only_by_force()
    {
        await using var node = await TestNode.StartAsync();
        node.Engine.Takes = call => call.Operation is EngineOperation.Commit ? TimeSpan.FromMinutes(10) : TimeSpan.Zero;
        var id = await node.RunDevboxAsync();
        await node.Grains.GetGrain<ISnapshotGrain>(node.NewId(ResourceKind.Snapshot)).Create(id, new SnapshotRequest());

        var refusal = await Assert.ThrowsAsync<BenchException>(() => node.Devbox(id).Shutdown(ShutdownReason.ApiShutdown, force: false));

        Assert.Equal(BenchError.Conflict, refusal.Code);
        Assert.Equal(DevboxStatus.Running, (await node.Devbox(id).Get()).Status);
        Assert.Equal(DevboxStatus.Shutdown, (await node.Devbox(id).Shutdown(ShutdownReason.ApiShutdown, force: true)).Status);
    }

    [Fact]
    public async Task A_snapshot_in_progress_survives_a_crash_and_the_devbox_is_free_afterwards()
    {
        await using var node = await TestNode.StartAsync();
        node.Engine.Takes = call => call.Operation is EngineOperation.Commit ? TimeSpan.FromMinutes(10) : TimeSpan.Zero;
        var id = await node.RunDevboxAsync();
        var snapshot = node.NewId(ResourceKind.Snapshot);
        await node.Grains.GetGrain<ISnapshotGrain>(snapshot).Create(id, new SnapshotRequest());

        await node.KillSiloAsync();
        node.Engine.Takes = _ => TimeSpan.Zero;
        await node.StartSiloAsync();

        await AwaitAsync(node, snapshot, SnapshotStatus.Complete);
        Assert.Equal(DevboxStatus.Shutdown, (await node.Devbox(id).Shutdown(ShutdownReason.ApiShutdown, force: false)).Status);
    }

    [Fact]
    public async Task What_cannot_be_kept_says_why_and_leaves_nothing()
    {
        await using var node = await TestNode.StartAsync();
        node.Engine.Fails = call => call.Operation is EngineOperation.Commit
            ? new BenchCluster.Engine.EngineException(BenchCluster.Engine.EngineError.DiskFull, "no space")
            : null;
        var id = await node.RunDevboxAsync();
        var snapshot = node.NewId(ResourceKind.Snapshot);
        await node.Grains.GetGrain<ISnapshotGrain>(snapshot).Create(id, new SnapshotRequest());

        var status = await AwaitAsync(node, snapshot, SnapshotStatus.Error);

        Assert.Equal("no space", status.ErrorMessage);
        await node.AwaitReleasedAsync(snapshot);
        await node.Devbox(id).Shutdown(ShutdownReason.ApiShutdown, force: false);
    }

    [Fact]
    public async Task A_deleted_snapshot_is_gone_with_its_image()
    {
        await using var node = await TestNode.StartAsync();
        var id = await node.RunDevboxAsync();
        var snapshot = await SnapshotAsync(node, id);

        await node.Grains.GetGrain<ISnapshotGrain>(snapshot).Delete();

        await node.AwaitReleasedAsync(snapshot);
        Assert.Contains(node.Engine.Calls, call => call.Operation is EngineOperation.RemoveImage);
        Assert.Equal(BenchError.NotFound, (await Assert.ThrowsAsync<BenchException>(node.Grains.GetGrain<ISnapshotGrain>(snapshot).Get)).Code);
        Assert.Empty((await ListAsync(node, id)).Views);
    }

    [Fact]
    public async Task Lists_find_snapshots_by_their_devbox_and_labels()
    {
        await using var node = await TestNode.StartAsync();
        var first = await node.RunDevboxAsync();
        var second = await node.RunDevboxAsync();
        var snapshot = await SnapshotAsync(node, first, new Dictionary<string, string> { ["a"] = "1" });
        await SnapshotAsync(node, second, new Dictionary<string, string> { ["a"] = "2" });

        Assert.Contains(snapshot, Assert.Single((await ListAsync(node, first)).Views), StringComparison.Ordinal);
        var index = node.Services.GetRequiredService<IResourceIndex>();
        var labelled = await index.ListAsync(
            new ResourceQuery { Kind = "snp", Metadata = new Dictionary<string, IReadOnlyList<string>> { ["a"] = ["1", "3"] } }, CancellationToken.None);
        Assert.Contains(snapshot, Assert.Single(labelled.Views), StringComparison.Ordinal);
    }

    private static Task<ResourcePage> ListAsync(TestNode node, string devboxId) => node.Services.GetRequiredService<IResourceIndex>().ListAsync(
        new ResourceQuery { Kind = "snp", Fields = new Dictionary<string, string> { ["source_devbox_id"] = devboxId } }, CancellationToken.None);

    private static async Task<string> SnapshotAsync(TestNode node, string devboxId, Dictionary<string, string>? labels = null)
    {
        var id = node.NewId(ResourceKind.Snapshot);
        await node.Grains.GetGrain<ISnapshotGrain>(id).Create(devboxId, new SnapshotRequest { Metadata = labels });
        await AwaitAsync(node, id, SnapshotStatus.Complete);
        return id;
    }

    private static async Task<SnapshotStatusView> AwaitAsync(TestNode node, string id, SnapshotStatus status)
    {
        var view = await node.Grains.GetGrain<ISnapshotGrain>(id).GetStatus(Deadline, CancellationToken.None);
        Assert.True(view.Status == status, $"The snapshot is not {status} but {view}.");
        return view;
    }
}
