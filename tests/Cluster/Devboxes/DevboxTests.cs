using BenchCluster.Devboxes;
using BenchCluster.Tests.Hosting;

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
}
