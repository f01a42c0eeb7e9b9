using System.Diagnostics;

namespace BenchCluster.Tests.Engine;

/// <summary>Containers: stopped and removed.</summary>
public abstract class ContainerEndCompliance : ContainerEngineCompliance
{
    [Fact]
    public async Task A_container_that_heeds_a_stop_is_not_kept_waiting_for_the_grace()
    {
        var container = await RunAsync(Harness.Spec(FirstProcess.Waits));
        var clock = Stopwatch.StartNew();

        await Engine.StopAsync(container.Id, grace: TimeSpan.FromSeconds(50), Deadline);

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(40));
        var stopped = await Engine.InspectAsync(container.Id, Deadline);
        Assert.Equal((false, 0), (stopped?.IsRunning, stopped?.ExitCode));
    }

    [Fact]
    public async Task A_container_that_heeds_no_stop_is_killed_after_the_grace_and_not_before()
    {
        var container = await RunAsync(Harness.Spec(FirstProcess.IgnoresRequests));
        var grace = TimeSpan.FromSeconds(1);
        var clock = Stopwatch.StartNew();

        await Engine.StopAsync(container.Id, grace, Deadline);

        Assert.InRange(clock.Elapsed, grace, TimeSpan.FromSeconds(30));
        var stopped = await Engine.InspectAsync(container.Id, Deadline);
        Assert.Equal((false, 137), (stopped?.IsRunning, stopped?.ExitCode));
    }

    [Fact]
    public async Task A_stopped_container_can_be_stopped_again_and_started_again()
    {
        var container = await RunAsync(Harness.Spec());
        await Engine.StopAsync(container.Id, TimeSpan.Zero, Deadline);

        await Engine.StopAsync(container.Id, TimeSpan.Zero, Deadline);
        await Engine.StartAsync(container.Id, Deadline);

        Assert.True((await Engine.InspectAsync(container.Id, Deadline))?.IsRunning);
    }

    [Fact]
    public async Task A_running_container_is_removed_and_removing_it_again_is_no_error()
    {
        var container = await RunAsync(Harness.Spec(FirstProcess.IgnoresRequests));

        await Engine.RemoveAsync(container.Id, Deadline);
        await Engine.RemoveAsync(container.Id, Deadline);

        Assert.Null(await Engine.InspectAsync(container.Id, Deadline));
    }

    [Fact]
    public async Task A_container_that_is_removed_several_times_at_once_is_gone_when_the_first_of_them_returns()
    {
        var container = await RunAsync(Harness.Spec(FirstProcess.IgnoresRequests));

        var found = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            await Engine.RemoveAsync(container.Id, Deadline);
            return await Engine.InspectAsync(container.Id, Deadline);
        }));

        Assert.All(found, Assert.Null);
    }
}
