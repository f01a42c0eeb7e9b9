namespace BenchCluster.Client;

/// <summary>How long to wait between two looks at the same things: the more there are, the longer.</summary>
internal static class PollPauses
{
    public const string AwayNotice = "server away, retrying";

    private const double ThingsPerSecond = 200;

    public static TimeSpan For(int things) => TimeSpan.FromSeconds(Math.Clamp(things / ThingsPerSecond, 1, 10));
}
