using System.Security.Cryptography;
using System.Text;
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
            return Same(open, request);
        var tunnel = NewTunnel(State.Spec!.Request, request);
        await ApplyAsync(new DevboxEvent.TunnelChanged(tunnel));
        return tunnel;
    }

    public async Task RemoveTunnel()
    {
        if (Existing().Tunnel is not null)
            await ApplyAsync(new DevboxEvent.TunnelChanged(null));
    }

    public Task<TunnelPassage?> FindTunnel(string key) => Task.FromResult(
        Exists && State.Tunnel is { } tunnel && IsSame(tunnel.TunnelKey, key) ? new TunnelPassage(tunnel, State.Status) : null);

    public Task TouchTunnel()
    {
        if (Exists && State is { Status: DevboxStatus.Running, Tunnel.HttpKeepAlive: true })
            _idle.Touch();
        return Task.CompletedTask;
    }

    /// <summary>The key is what lets in where the tunnel is open: how long a comparison takes tells nothing of it.</summary>
    private static bool IsSame(string key, string asked) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(asked));

    /// <summary>The tunnel, unless another was asked for: who wants a token must not get a tunnel that is open to all.</summary>
    private TunnelView Same(TunnelView open, TunnelRequest request)
    {
        var asked = NewTunnel(State.Spec!.Request, request);
        var field = request.AuthMode is not null && asked.AuthMode != open.AuthMode ? "auth_mode"
            : request.HttpKeepAlive is not null && asked.HttpKeepAlive != open.HttpKeepAlive ? "http_keep_alive"
            : request.WakeOnHttp is not null && asked.WakeOnHttp != open.WakeOnHttp ? "wake_on_http"
            : null;
        return field is null ? open : throw new BenchException(BenchError.Conflict, $"{field}: the devbox '{Id}' has a tunnel already, of another {field}; remove it first.");
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
