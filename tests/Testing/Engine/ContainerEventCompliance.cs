using BenchCluster.Engine;

namespace BenchCluster.Tests.Engine;

/// <summary>What an engine tells of its containers.</summary>
public abstract class ContainerEventCompliance : ContainerEngineCompliance
{
    [Fact]
    public async Task The_end_of_a_container_is_told_with_its_exit_status()
    {
        var spec = Harness.Spec(FirstProcess.LooksForFile);
        await using var events = Watch();

        await RunAsync(spec);

        var died = await events.NextAsync(happened => happened.Kind is ContainerEventKind.Died, Deadline);
        Assert.Equal(new ContainerEvent(ContainerEventKind.Died, spec.DevboxId, spec.Epoch, 4), died);
    }

    [Fact]
    public async Task A_container_that_takes_too_much_memory_is_told_and_found_to_be_out_of_it()
    {
        var spec = Harness.Spec(FirstProcess.TakesAllMemory);
        await using var events = Watch();

        var container = await RunAsync(spec with { Limits = spec.Limits with { MemoryBytes = 64L << 20 } });

        var told = await events.NextAsync(happened => happened.Kind is ContainerEventKind.OutOfMemory, Deadline);
        Assert.Equal((spec.DevboxId, spec.Epoch), (told.DevboxId, told.Epoch));
        var died = await events.NextAsync(happened => happened.Kind is ContainerEventKind.Died, Deadline);
        Assert.Equal(137, died.ExitCode);
        Assert.True((await EndOfAsync(container))?.WasOutOfMemory);
    }

    [Fact]
    public async Task The_removal_of_a_container_is_told_after_its_end()
    {
        var spec = Harness.Spec();
        await using var events = Watch();
        var container = await RunAsync(spec);

        await Engine.RemoveAsync(container.Id, Deadline);

        var died = await events.NextAsync(_ => true, Deadline);
        var removed = await events.NextAsync(_ => true, Deadline);
        Assert.Equal((ContainerEventKind.Died, 137), (died.Kind, died.ExitCode));
        Assert.Equal(new ContainerEvent(ContainerEventKind.Removed, spec.DevboxId, spec.Epoch, null), removed);
    }

    [Fact]
    public async Task Another_clusters_containers_are_not_told_of()
    {
        var own = Harness.Spec();
        await using var events = Watch();
        var foreign = await Harness.Neighbour.CreateAsync(Harness.Spec(), Deadline);
        await Harness.Neighbour.RemoveAsync(foreign.Id, Deadline);

        var container = await Engine.CreateAsync(own, Deadline);
        await Engine.RemoveAsync(container.Id, Deadline);

        var first = await events.NextAsync(_ => true, Deadline);
        Assert.Equal(own.DevboxId, first.DevboxId);
    }

    [Fact]
    public async Task What_happened_before_is_not_told()
    {
        var earlier = await Engine.CreateAsync(Harness.Spec(), Deadline);
        await Engine.RemoveAsync(earlier.Id, Deadline);
        var later = Harness.Spec();
        await using var events = Watch();

        var container = await Engine.CreateAsync(later, Deadline);
        await Engine.RemoveAsync(container.Id, Deadline);

        Assert.Equal(later.DevboxId, (await events.NextAsync(_ => true, Deadline)).DevboxId);
    }

    [Fact]
    public async Task Events_end_without_a_failure_when_nobody_wants_them_any_more()
    {
        using var cancellation = new CancellationTokenSource();
        var events = Engine.WatchAsync(cancellation.Token).GetAsyncEnumerator(Deadline);
        var next = events.MoveNextAsync().AsTask();

        await cancellation.CancelAsync();

        Assert.False(await next.WaitAsync(Deadline));
        await events.DisposeAsync();
    }

    private EventReader Watch() => new(Engine);
}
