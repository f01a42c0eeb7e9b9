using BenchCluster.Blueprints;
using BenchCluster.Devboxes;
using BenchCluster.Engine;
using BenchCluster.Objects;
using BenchCluster.Resources;
using BenchCluster.Tests.Devboxes;
using BenchCluster.Tests.Hosting;

namespace BenchCluster.Tests.Blueprints;

public sealed class BlueprintTests
{
    private static readonly BlueprintCreateRequest Request = new() { Name = "b", Dockerfile = "FROM x" };

    [Fact]
    public async Task Two_of_the_same_content_are_built_once()
    {
        await using var node = await TestNode.StartAsync();
        var going = new TaskCompletionSource();
        node.Engine.Builds = async (_, _) => await going.Task;

        var first = await CreateAsync(node, Request);
        var second = await CreateAsync(node, Request with { Name = "another name" });
        going.SetResult();
        await AwaitAsync(node, first, BlueprintStatus.BuildComplete);
        await AwaitAsync(node, second, BlueprintStatus.BuildComplete);
        var third = await CreateAsync(node, Request);
        var other = await CreateAsync(node, Request with { Dockerfile = "FROM y" });

        await AwaitAsync(node, third, BlueprintStatus.BuildComplete);
        await AwaitAsync(node, other, BlueprintStatus.BuildComplete);
        Assert.Equal(2, node.Engine.Built.Count);
        var images = await Task.WhenAll(new[] { first, second, third, other }.Select(async id => (await Blueprint(node, id).GetImage(TimeSpan.Zero, default)).Image));
        Assert.Equal(2, images.Distinct().Count());
    }

    [Fact]
    public async Task A_build_that_fails_keeps_its_message_and_its_log()
    {
        await using var node = await TestNode.StartAsync();
        node.Engine.Builds = static (_, log) =>
        {
            log("Step 1/2 : FROM x\nStep 2/2 : RUN fal");
            log("se\n");
            throw new EngineException(EngineError.BuildFailed, "RUN false returned 1");
        };

        var id = await CreateAsync(node, Request);

        var view = await AwaitAsync(node, id, BlueprintStatus.Failed);
        Assert.Equal("RUN false returned 1", view.FailureMessage);
        await node.KillSiloAsync();
        await node.StartSiloAsync();
        Assert.Equal(
            ["Step 1/2 : FROM x", "Step 2/2 : RUN false", "RUN false returned 1"],
            (await Blueprint(node, id).GetLog()).Select(line => line.Message));
    }

    [Fact]
    public async Task The_log_can_be_read_while_it_is_built()
    {
        await using var node = await TestNode.StartAsync();
        var going = new TaskCompletionSource();
        node.Engine.Builds = async (_, log) =>
        {
            log("so far\n");
            await going.Task;
        };

        var id = await CreateAsync(node, Request);

        await Eventually.Get(() => Blueprint(node, id).GetLog(), log => log.Any(line => line.Message == "so far"));
        going.SetResult();
        await AwaitAsync(node, id, BlueprintStatus.BuildComplete);
    }

    [Fact]
    public async Task A_devbox_waits_for_its_blueprint_and_starts_from_its_image()
    {
        await using var node = await TestNode.StartAsync();
        var going = new TaskCompletionSource();
        node.Engine.Builds = async (_, _) => await going.Task;
        var blueprint = await CreateAsync(node, Request);
        var id = await node.CreateDevboxAsync(new DevboxCreateRequest { BlueprintId = blueprint });
        Assert.Equal(DevboxStatus.Queued, (await node.Devbox(id).Get()).Status);

        going.SetResult();

        await node.AwaitDevboxAsync(id, DevboxStatus.Running);
        var image = (await Blueprint(node, blueprint).GetImage(TimeSpan.Zero, default)).Image;
        Assert.Equal(image, Assert.Single(node.Engine.Containers).Spec.Image);
    }

    [Fact]
    public async Task A_devbox_of_a_blueprint_that_failed_fails_with_its_message()
    {
        await using var node = await TestNode.StartAsync();
        node.Engine.Builds = static (_, _) => throw new EngineException(EngineError.BuildFailed, "RUN false returned 1");
        var blueprint = await CreateAsync(node, Request);

        var id = await node.CreateDevboxAsync(new DevboxCreateRequest { BlueprintId = blueprint });

        var view = await node.AwaitDevboxAsync(id, DevboxStatus.Failure);
        Assert.Equal($"The blueprint {blueprint} could not be built: RUN false returned 1", view.FailureMessage);
        Assert.False(view.IsInfrastructureFailure);
    }

    [Fact]
    public async Task A_devbox_of_an_unknown_blueprint_is_not_made_and_the_blueprint_is_named()
    {
        await using var node = await TestNode.StartAsync();
        var unknown = node.NewId(ResourceKind.Blueprint);
        var id = node.NewId(ResourceKind.Devbox);

        var refusal = await Assert.ThrowsAsync<BenchException>(
            () => node.Devbox(id).Create(new DevboxSpec { Request = new DevboxCreateRequest { BlueprintId = unknown } }));

        Assert.Equal(BenchError.NotFound, refusal.Code);
        Assert.Contains(unknown, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(BenchError.NotFound, (await Assert.ThrowsAsync<BenchException>(node.Devbox(id).Get)).Code);
    }

    [Fact]
    public async Task A_build_that_was_interrupted_goes_on_when_the_silo_is_back()
    {
        await using var node = await TestNode.StartAsync();
        node.Engine.Builds = static (_, _) => Task.Delay(Timeout.Infinite);
        var id = await CreateAsync(node, Request);
        await Eventually.Get(() => Task.FromResult(node.Engine.Built.Count), count => count == 1);

        await node.KillSiloAsync();
        node.Engine.ForgetBuilds();
        node.Engine.Builds = static (_, _) => Task.CompletedTask;
        await node.StartSiloAsync();

        // Nobody asks for the blueprint: the silo finds by itself what it had left.
        await Eventually.Get(() => Task.FromResult(node.Engine.Built.Count), count => count == 2);
        await AwaitAsync(node, id, BlueprintStatus.BuildComplete);
    }

    [Fact]
    public async Task While_the_engine_is_away_a_build_waits()
    {
        await using var node = await TestNode.StartAsync();
        node.Engine.SetAway(true);
        var id = await CreateAsync(node, Request);
        await Eventually.Get(() => Task.FromResult(node.Engine.Calls.Count(call => call.Operation is Engine.EngineOperation.InspectImage)), tries => tries > 1);

        node.Engine.SetAway(false);

        await AwaitAsync(node, id, BlueprintStatus.BuildComplete);
    }

    [Fact]
    public async Task A_context_that_was_not_uploaded_is_refused_and_one_that_was_counts_as_content()
    {
        await using var node = await TestNode.StartAsync();
        var context = node.NewId(ResourceKind.StorageObject);
        var stored = node.Grains.GetGrain<IStorageObjectGrain>(context);
        await stored.Create(new ObjectCreateRequest { Name = "context", ContentType = ObjectContentType.Tar });
        var request = Request with { BuildContext = new BuildContext { Type = "object", ObjectId = context } };

        var e = await Assert.ThrowsAsync<BenchException>(() => CreateAsync(node, request));
        await node.Objects.WriteAsync(context, new MemoryStream([1, 2, 3]), CancellationToken.None);
        await stored.Complete();
        byte[]? sent = null;
        node.Engine.Builds = async (spec, _) =>
        {
            await using var opened = await spec.OpenContext!(CancellationToken.None);
            using var copy = new MemoryStream();
            await opened.CopyToAsync(copy);
            sent = copy.ToArray();
        };
        var id = await CreateAsync(node, request);

        Assert.Equal(BenchError.InvalidField, e.Code);
        Assert.StartsWith("build_context.object_id:", e.Message, StringComparison.Ordinal);
        var view = await AwaitAsync(node, id, BlueprintStatus.BuildComplete);
        Assert.Equal([1, 2, 3], sent);
        Assert.NotEqual(BlueprintRecipe.Hash(Request, BlueprintRecipe.Dockerfile(Request, ""), null), view.ContentHash);
    }

    private static IBlueprintGrain Blueprint(TestNode node, string id) => node.Grains.GetGrain<IBlueprintGrain>(id);

    private static async Task<string> CreateAsync(TestNode node, BlueprintCreateRequest request)
    {
        var id = node.NewId(ResourceKind.Blueprint);
        await Blueprint(node, id).Create(request);
        return id;
    }

    private static Task<BlueprintView> AwaitAsync(TestNode node, string id, BlueprintStatus status) =>
        Eventually.Get(() => Blueprint(node, id).Get(), view => view.Status == status);
}
