using System.Net.WebSockets;

namespace BenchCluster.Client;

/// <summary>Terminals in devboxes: <c>/pty</c>, through a tunnel of its own.</summary>
public sealed class PtyClient
{
    /// <summary>The close code of a session that has ended as it should (the contract's clients know it).</summary>
    public const int EndedCode = 4000;

    /// <summary>The port in the host names of PTY tunnels (the contract's clients know it).</summary>
    private const int Port = 13;

    private readonly BenchTransport _transport;

    internal PtyClient(BenchTransport transport) => _transport = transport;

    /// <summary>Opens a way to the devbox's terminals.</summary>
    public Task<PtyTunnel> CreateTunnelAsync(string devboxId, CancellationToken cancellationToken = default) =>
        _transport.PostAsync<PtyTunnel>($"/v1/devboxes/{ApiPath.Segment(devboxId)}/create_pty_tunnel", null, cancellationToken);

    /// <summary>Finds a session, or makes it.</summary>
    public Task<PtyView> ConnectAsync(PtyTunnel tunnel, string session, int columns, int rows, CancellationToken cancellationToken = default) =>
        Through(tunnel).GetAsync<PtyView>(
            ApiPath.Of($"/pty/{ApiPath.Segment(session)}", ("cols", $"{columns}"), ("rows", $"{rows}")), cancellationToken);

    /// <summary>Sets a session's size.</summary>
    public Task ResizeAsync(PtyTunnel tunnel, string session, int columns, int rows, CancellationToken cancellationToken = default) =>
        Through(tunnel).PostAsync(
            $"/pty/{ApiPath.Segment(session)}/control", new { action = "resize", cols = columns, rows }, cancellationToken);

    /// <summary>Attaches to a session.</summary>
    /// <param name="path">The session's <see cref="PtyView.ConnectUrl"/>.</param>
    public Task<WebSocket> AttachAsync(PtyTunnel tunnel, string path, CancellationToken cancellationToken = default) =>
        Through(tunnel).OpenSocketAsync(path, cancellationToken);

    private BenchTransport Through(PtyTunnel tunnel) => _transport.Through($"{Port}-{tunnel.TunnelKey}", tunnel.AuthToken);
}
