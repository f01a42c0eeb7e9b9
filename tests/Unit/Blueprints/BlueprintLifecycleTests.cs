using BenchCluster.Blueprints;

namespace BenchCluster.Tests.Blueprints;

public sealed class BlueprintLifecycleTests
{
    private static readonly BlueprintState Building = BlueprintLifecycle.Decide(
        new BlueprintState(),
        new BlueprintEvent.Created("bpt_1", new BlueprintCreateRequest { Name = "b" }, "FROM x\n", new string('a', 64), null, true, false, DateTimeOffset.UnixEpoch));

    [Fact]
    public void One_that_is_deleted_while_it_is_built_is_built_no_more_and_its_image_is_removed()
    {
        var deleted = BlueprintLifecycle.Decide(Building, new BlueprintEvent.DeleteRequested());

        Assert.Equal([new BlueprintEffect.Build()], BlueprintLifecycle.Due(Building));
        Assert.Equal([new BlueprintEffect.RemoveImage()], BlueprintLifecycle.Due(deleted));
        Assert.Same(deleted, BlueprintLifecycle.Decide(deleted, new BlueprintEvent.Built([], DateTimeOffset.UnixEpoch)));
        Assert.Empty(BlueprintLifecycle.Due(BlueprintLifecycle.Decide(deleted, new BlueprintEvent.ImageRemoved())));
    }

    [Fact]
    public void A_failure_is_kept_with_its_category()
    {
        var failed = BlueprintLifecycle.Decide(Building, new BlueprintEvent.Failed("out_of_disk", "why", [], DateTimeOffset.UnixEpoch));

        Assert.Equal((BlueprintStatus.Failed, "out_of_disk", "why"), (failed.Status, failed.FailureReason, failed.FailureMessage));
        Assert.Empty(BlueprintLifecycle.Due(failed));
        Assert.Same(failed, BlueprintLifecycle.Decide(failed, new BlueprintEvent.Built([], DateTimeOffset.UnixEpoch)));
    }
}
