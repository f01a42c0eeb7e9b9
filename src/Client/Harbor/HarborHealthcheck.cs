using BenchCluster.Scenarios;

namespace BenchCluster.Client.Harbor;

/// <summary>Reads a section's <c>healthcheck</c>.</summary>
internal static class HarborHealthcheck
{
    /// <summary>The check; null where there is none.</summary>
    public static Healthcheck? Read(TomlSection parent)
    {
        if (!parent.Has("healthcheck"))
            return null;
        var section = parent.Section("healthcheck");
        var command = section.String("command");
        if (string.IsNullOrWhiteSpace(command))
            section.Refuse("command", "expected a command for the shell");
        var check = new Healthcheck
        {
            Command = command ?? "",
            IntervalSec = section.Number("interval_sec"),
            TimeoutSec = section.Number("timeout_sec"),
            Retries = section.Number("retries") is { } retries ? (int)Math.Min(retries, int.MaxValue) : null,
            StartPeriodSec = section.Number("start_period_sec"),
            StartIntervalSec = section.Number("start_interval_sec"),
        };
        section.ReportUnknown();
        return check;
    }
}
