namespace BenchCluster.Client.Output;

/// <summary>Spans of time as a person reads them: the two largest units.</summary>
internal static class Durations
{
    public static string Short(TimeSpan time) => time switch
    {
        { Ticks: <= 0 } => "0s",
        { TotalSeconds: < 10 } => $"{time.TotalSeconds:0.0}s",
        { TotalSeconds: < 60 } => $"{(int)time.TotalSeconds}s",
        { TotalMinutes: < 60 } => $"{(int)time.TotalMinutes}m {time.Seconds}s",
        { TotalHours: < 24 } => $"{(int)time.TotalHours}h {time.Minutes}m",
        _ => $"{(int)time.TotalDays}d {time.Hours}h",
    };

    public static string Short(long? milliseconds) => milliseconds is { } ms ? Short(TimeSpan.FromMilliseconds(ms)) : "";

    /// <summary>How long ago a moment, in Unix milliseconds, was.</summary>
    public static string Age(long momentMs, TimeProvider time) => $"{Since(momentMs, time.GetUtcNow())} ago";

    /// <summary>How long it is from a moment, in Unix milliseconds, to another.</summary>
    public static string Since(long momentMs, DateTimeOffset now) =>
        Short(now - DateTimeOffset.FromUnixTimeMilliseconds(momentMs));
}
