using BenchCluster.Devboxes;
using BenchCluster.Scenarios;

namespace BenchCluster.ScenarioRuns;

/// <summary>Waits until a run's environment is healthy, as Docker's HEALTHCHECK has it.</summary>
internal static class HealthStep
{
    private const int DefaultRetries = 3;
    private const double DefaultIntervalSec = 5;
    private const double DefaultTimeoutSec = 30;

    /// <summary>Why it did not become healthy; null when it is.</summary>
    /// <param name="id">Begins the ids of the tries, so that after a crash those that were made are found.</param>
    public static async Task<string?> FailureAsync(
        IDevboxWork devbox, Healthcheck check, string id, TimeProvider clock, CancellationToken cancellationToken)
    {
        var facts = await devbox.Facts();
        var begun = clock.GetTimestamp();
        var startPeriod = TimeSpan.FromSeconds(check.StartPeriodSec ?? 0);
        var retries = Math.Max(1, check.Retries ?? DefaultRetries);
        for (var (tried, failed) = (0, 0); ; tried++)
        {
            var isStarting = clock.GetElapsedTime(begun) < startPeriod;
            var status = await TryAsync(devbox, check, facts, $"{id}-{tried}", cancellationToken);
            if (status is { ExitStatus: 0, TimedOut: false })
                return null;
            if (!isStarting && ++failed >= retries)
            {
                var last = status.TimedOut ? "timed out" : $"exit status {status.ExitStatus}";
                return $"The healthcheck '{check.Command}' did not succeed in {tried + 1} tries; the last: {last}.";
            }

            var pause = (isStarting ? check.StartIntervalSec : check.IntervalSec) ?? DefaultIntervalSec;
            await Task.Delay(TimeSpan.FromSeconds(pause), clock, cancellationToken);
        }
    }

    private static Task<ProcessStatus> TryAsync(
        IDevboxWork devbox, Healthcheck check, DevboxFacts facts, string id, CancellationToken cancellationToken) => WorkSteps.RunAsync(
        devbox,
        new ProcessStart
        {
            Id = id,
            Command = check.Command,
            User = facts.User,
            WorkingDirectory = facts.WorkingDirectory,
            Timeout = TimeSpan.FromSeconds(check.TimeoutSec ?? DefaultTimeoutSec),
        },
        cancellationToken);
}
