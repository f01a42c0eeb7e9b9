namespace BenchCluster.Client;

/// <summary>A terminal session.</summary>
/// <param name="SessionName">Its name.</param>
/// <param name="ConnectUrl">The path of its WebSocket.</param>
/// <param name="Created">Whether it was made by this request.</param>
/// <param name="Attached">Whether a client is attached to it.</param>
/// <param name="IdleTtlSeconds">How long it stays while nobody is.</param>
public sealed record PtyView(string SessionName, string ConnectUrl, bool Created, bool Attached, long IdleTtlSeconds);
