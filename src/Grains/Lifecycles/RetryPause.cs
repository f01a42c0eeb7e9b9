namespace BenchCluster.Lifecycles;

/// <summary>How long to wait before the world is asked again: a moment at first, then longer and longer.</summary>
internal static class RetryPause
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    /// <summary>The first pause.</summary>
    public static TimeSpan First { get; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The pause after one of this length.</summary>
    public static TimeSpan After(TimeSpan pause) => pause * 2 > Longest ? Longest : pause * 2;
}
