namespace BenchCluster.Http.Pty;

/// <summary>The body of <c>POST /pty/{session}/control</c>.</summary>
internal sealed record PtyControlRequest
{
    public string? Action { get; init; }

    public int? Cols { get; init; }

    public int? Rows { get; init; }

    public string? Signal { get; init; }
}
