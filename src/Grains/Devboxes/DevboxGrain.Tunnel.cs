using System.Security.Cryptography;
using BenchCluster.Tunnels;

namespace BenchCluster.Devboxes;

/// <summary>A devbox's tunnel.</summary>
internal sealed partial class DevboxGrain
{
    public async Task<TunnelView> EnableTunnel(TunnelRequest request)
    {
        if (Existing().Status is not DevboxStatus.Running)
            throw NotRunning();
        if (State.Tunnel is { } open)
            return open;
        var tunnel = NewTunnel(State.Spec!.Request, request);
        await ApplyAsync(new DevboxEvent.TunnelChanged(tunnel));
        return tunnel;
    }

    public async Task RemoveTunnel()
    {
        if (Existing().Tunnel is not null)
            await ApplyAsync(new DevboxEvent.TunnelChanged(null));
    }

    private TunnelView NewTunnel(DevboxCreateRequest devbox, TunnelRequest request)
    {
        var mode = request.AuthMode ?? TunnelAuthMode.Open;
        return new TunnelView
        {
            TunnelKey = TunnelKey.New(Id),
            AuthMode = mode,
            AuthToken = mode is TunnelAuthMode.Authenticated ? RandomNumberGenerator.GetHexString(48, lowercase: true) : null,
            CreateTimeMs = Now.ToUnixTimeMilliseconds(),
            HttpKeepAlive = request.HttpKeepAlive ?? true,
            WakeOnHttp = devbox.LaunchParameters?.Lifecycle?.ResumeTriggers?.Http ?? request.WakeOnHttp ?? false,
        };
    }
}
