using BenchCluster.Devboxes;
using BenchCluster.Resources;
using BenchCluster.Tests.Hosting;
using BenchCluster.Tunnels;
using Microsoft.Extensions.Time.Testing;

namespace BenchCluster.Tests.Devboxes;

public sealed class TunnelTests
{
    [Fact]
    public async Task A_tunnel_is_found_by_its_key_and_by_no_other()
    {
        await using var node = await TestNode.StartAsync(new TestNodeOptions());
        var id = await node.RunDevboxAsync(new DevboxCreateRequest());
        var devbox = node.Devbox(id);
        var tunnel = await devbox.EnableTunnel(new TunnelRequest());

        Assert.Equal(id, TunnelKey.DevboxOf(tunnel.TunnelKey));
        Assert.Equal(new TunnelPassage(tunnel, DevboxStatus.Running), await devbox.FindTunnel(tunnel.TunnelKey));
        Assert.Null(await devbox.FindTunnel(TunnelKey.New(id)));
        Assert.Null(await devbox.FindTunnel(""));
        await devbox.RemoveTunnel();
        Assert.Null(await devbox.FindTunnel(tunnel.TunnelKey));
    }

    [Fact]
    public async Task A_devbox_that_was_never_made_has_no_tunnel()
    {
        await using var node = await TestNode.StartAsync(new TestNodeOptions());
        var id = ResourceId.New(ResourceKind.Devbox, DateTimeOffset.UtcNow);

        Assert.Null(await node.Devbox(id).FindTunnel(TunnelKey.New(id)));
        await node.Devbox(id).TouchTunnel();
    }

    [Fact]
    public async Task The_tunnel_of_a_suspended_devbox_is_found_and_says_so()
    {
        await using var node = await TestNode.StartAsync(new TestNodeOptions());
        var id = await node.RunDevboxAsync(new DevboxCreateRequest { Tunnel = new TunnelRequest { WakeOnHttp = true } });
        var key = (await node.Devbox(id).Get()).Tunnel!.TunnelKey;
        await node.Devbox(id).Suspend();
        await node.AwaitDevboxAsync(id, DevboxStatus.Suspended);

        var passage = await node.Devbox(id).FindTunnel(key);

        Assert.Equal((DevboxStatus.Suspended, true), (passage!.Status, passage.Tunnel.WakeOnHttp));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_goes_through_is_use_where_the_tunnel_says_so(bool isUse)
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var node = await TestNode.StartAsync(new TestNodeOptions { Clock = clock });
        var begun = clock.GetUtcNow();
        var id = await node.RunDevboxAsync(new DevboxCreateRequest
        {
            Tunnel = new TunnelRequest { HttpKeepAlive = isUse },
            LaunchParameters = new LaunchParameters { AfterIdle = new AfterIdle { IdleTimeSeconds = 60, OnIdle = IdleAction.Shutdown } },
        });

        clock.Advance(TimeSpan.FromSeconds(50));
        await node.Devbox(id).TouchTunnel();
        var view = await Eventually.Get(
            () =>
            {
                clock.Advance(TimeSpan.FromSeconds(2));
                return node.Devbox(id).Get();
            },
            devbox => devbox.Status is DevboxStatus.Shutdown);

        Assert.Equal(isUse, view.EndTimeMs >= begun.AddSeconds(110).ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task Sessions_are_for_a_devbox_that_runs()
    {
        await using var node = await TestNode.StartAsync(new TestNodeOptions());
        var id = await node.RunDevboxAsync(new DevboxCreateRequest());
        var access = await node.Devbox(id).OpenSession();
        await node.Devbox(id).Shutdown(ShutdownReason.ApiShutdown, force: false);

        Assert.NotEmpty(access.User);
        Assert.Equal(BenchError.Conflict, (await Assert.ThrowsAsync<BenchException>(() => node.Devbox(id).OpenSession())).Code);
    }
}
