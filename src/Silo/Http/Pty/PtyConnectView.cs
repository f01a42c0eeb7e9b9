namespace BenchCluster.Http.Pty;

/// <summary>A PTY session that a client may attach to, in the contract's shape.</summary>
internal sealed record PtyConnectView
{
    public required string SessionName { get; init; }

    public string Status { get; init; } = "ok";

    public string ProtocolVersion { get; init; } = "1";

    /// <summary>A path on the same host, of the WebSocket.</summary>
    public required string ConnectUrl { get; init; }

    public required bool Created { get; init; }

    public required bool Attached { get; init; }

    public required int Cols { get; init; }

    public required int Rows { get; init; }

    public required long IdleTtlSeconds { get; init; }
}
