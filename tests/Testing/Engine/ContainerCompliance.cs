using BenchCluster.Engine;

namespace BenchCluster.Tests.Engine;

/// <summary>Containers: made, adopted, started, found and limited.</summary>
public abstract class ContainerCompliance : ContainerEngineCompliance
{
    [Fact]
    public async Task A_created_container_is_found_by_its_name_and_does_not_run_yet()
    {
        var spec = Harness.Spec();

        var created = await Engine.CreateAsync(spec, Deadline);
        var found = await Engine.InspectAsync(spec.Name, Deadline);

        Assert.Equal(created, found);
        Assert.NotNull(found);
        Assert.Equal((spec.Name, spec.DevboxId, spec.Epoch, false), (found.Name, found.DevboxId, found.Epoch, found.IsRunning));
        Assert.Null(found.ExitCode);
        Assert.InRange(found.CreatedAt, DateTimeOffset.UtcNow - Soon, DateTimeOffset.UtcNow + TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_container_that_is_started_twice_runs()
    {
        var container = await RunAsync(Harness.Spec());

        await Engine.StartAsync(container.Id, Deadline);

        Assert.True((await Engine.InspectAsync(container.Id, Deadline))?.IsRunning);
    }

    [Fact]
    public async Task Creating_the_same_container_again_adopts_the_first_which_goes_on()
    {
        var spec = Harness.Spec();
        var first = await RunAsync(spec);

        var second = await Engine.CreateAsync(spec, Deadline);

        Assert.Equal(first.Id, second.Id);
        Assert.True(second.IsRunning);
    }

    [Fact]
    public async Task Creating_the_same_container_several_times_at_once_makes_one()
    {
        var spec = Harness.Spec();

        var created = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Engine.CreateAsync(spec, Deadline)));

        Assert.Single(created.Select(container => container.Id).Distinct());
    }

    [Fact]
    public async Task A_name_that_another_devbox_has_is_taken()
    {
        var spec = Harness.Spec();
        await Engine.CreateAsync(spec, Deadline);

        await FailsAsync(EngineError.NameTaken, () => Engine.CreateAsync(spec with { DevboxId = Harness.Spec().DevboxId }, Deadline));
    }

    [Fact]
    public async Task A_name_that_another_epoch_has_is_taken()
    {
        var spec = Harness.Spec();
        await Engine.CreateAsync(spec, Deadline);

        await FailsAsync(EngineError.NameTaken, () => Engine.CreateAsync(spec with { Epoch = spec.Epoch + 1 }, Deadline));
    }

    [Fact]
    public async Task A_name_that_another_cluster_has_is_taken()
    {
        var spec = Harness.Spec();
        await Engine.CreateAsync(spec, Deadline);

        await FailsAsync(EngineError.NameTaken, () => Harness.Neighbour.CreateAsync(spec, Deadline));
    }

    [Fact]
    public async Task A_container_of_an_image_that_is_not_there_cannot_be_created()
    {
        var spec = Harness.Spec() with { Image = Harness.NewTag() };

        var failure = await FailsAsync(EngineError.NoSuchImage, () => Engine.CreateAsync(spec, Deadline));

        Assert.Contains(spec.Image, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_removed_container_can_neither_be_started_nor_stopped_nor_changed_nor_committed()
    {
        var spec = Harness.Spec();
        var container = await Engine.CreateAsync(spec, Deadline);
        await Engine.RemoveAsync(container.Id, Deadline);

        await FailsAsync(EngineError.NoSuchContainer, () => Engine.StartAsync(spec.Name, Deadline));
        await FailsAsync(EngineError.NoSuchContainer, () => Engine.StopAsync(spec.Name, TimeSpan.Zero, Deadline));
        await FailsAsync(EngineError.NoSuchContainer, () => Engine.UpdateLimitsAsync(spec.Name, spec.Limits, Deadline));
        await FailsAsync(EngineError.NoSuchContainer, () => Engine.CommitAsync(spec.Name, Harness.NewTag(), Deadline));
        Assert.Null(await Engine.InspectAsync(spec.Name, Deadline));
    }

    [Fact]
    public async Task The_list_has_this_clusters_containers_running_or_not_and_no_others()
    {
        var running = await RunAsync(Harness.Spec());
        var created = await Engine.CreateAsync(Harness.Spec(), Deadline);
        var ended = await RunAsync(Harness.Spec(FirstProcess.LooksForFile));
        await EndOfAsync(ended);
        var foreign = await Harness.Neighbour.CreateAsync(Harness.Spec(), Deadline);

        var list = await Engine.ListAsync(Deadline);

        Assert.Equal(
            new[] { (running.Name, true, null), (created.Name, false, null), (ended.Name, false, (int?)4) }.Order(),
            list.Select(container => (container.Name, container.IsRunning, container.ExitCode)).Order());
        Assert.Null(await Engine.InspectAsync(foreign.Id, Deadline));
    }

    [Fact]
    public async Task The_limits_hold_and_can_be_changed_while_the_container_runs()
    {
        var spec = Harness.Spec();
        var limits = spec.Limits with { Cpus = 0.5, MemoryBytes = 256L << 20, Processes = 77 };
        var container = await RunAsync(spec with { Limits = limits });
        Assert.Equal(limits, await Harness.LimitsOfAsync(container.Id));

        var others = limits with { Cpus = 1.25, MemoryBytes = 512L << 20, Processes = 99 };
        await Engine.UpdateLimitsAsync(container.Id, others, Deadline);

        Assert.Equal(others, await Harness.LimitsOfAsync(container.Id));
    }

    [Fact]
    public async Task A_call_that_is_cancelled_says_so_and_is_no_failure_of_the_engine()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Engine.GetInfoAsync(cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Engine.CreateAsync(Harness.Spec(), cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Engine.RemoveAsync("no-container", cancelled.Token));
    }

    [Fact]
    public async Task The_engine_says_what_it_is_and_counts_what_runs()
    {
        await RunAsync(Harness.Spec());

        var info = await Engine.GetInfoAsync(Deadline);

        Assert.NotEmpty(info.Version);
        Assert.NotEmpty(info.StorageDriver);
        Assert.True(info is { Cpus: > 0, MemoryBytes: > 64 << 20, Running: > 0 }, info.ToString());
    }
}
