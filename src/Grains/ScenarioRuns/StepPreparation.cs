using BenchCluster.Devboxes;
using BenchCluster.Scenarios;

namespace BenchCluster.ScenarioRuns;

/// <summary>
/// Makes a run's devbox ready for a step: its files over the working directory, its setup, its healthcheck. May be done twice
/// before the agent has begun; once that is there, nothing is done.
/// </summary>
internal static class StepPreparation
{
    private const int Words = 10;
    private static readonly TimeSpan LongestSetup = TimeSpan.FromMinutes(10);

    /// <summary>Why it is not ready; null when it is.</summary>
    public static async Task<string?> FailureAsync(
        ScenarioRunRecord run, ScenarioStep step, IDevboxWork devbox, TimeProvider clock, CancellationToken cancellationToken)
    {
        var name = $"{run.Attempt}-{run.Results.Count + 1}";
        var facts = await devbox.Facts();
        var directory = facts.WorkingDirectory ?? "/";
        var user = step.Agent?.User ?? run.Scenario!.Agent?.User ?? facts.User;
        var setup = $"setup-{name}";
        if (step.WorkdirObjectId is { } files && await devbox.Find(setup, TimeSpan.Zero, cancellationToken) is null)
            await devbox.UnpackOver(files, directory, user);
        if (step.WorkdirObjectId is not null)
        {
            // Run also where there is nothing to run, so that its record says that the files are there.
            var start = new ProcessStart
            {
                Id = setup,
                Command = step.RunsSetup ? "exec bash setup.sh" : ":",
                User = user,
                WorkingDirectory = directory,
                Timeout = LongestSetup,
            };
            var status = await WorkSteps.RunAsync(devbox, start, cancellationToken);
            if (status is not { ExitStatus: 0, TimedOut: false })
            {
                var how = status.TimedOut ? $"did not end within {LongestSetup.TotalMinutes:0} minutes" : $"ended with exit status {status.ExitStatus}";
                var words = ExecutionViews.LastLines(status.StderrTail.Length > 0 ? status.StderrTail : status.StdoutTail, Words).Text;
                return Redaction.Of($"The step's setup.sh {how}. {words}".TrimEnd(), await devbox.ConfidentialValues());
            }
        }

        return step.Healthcheck is { } check ? await HealthStep.FailureAsync(devbox, check, $"health-{name}", clock, cancellationToken) : null;
    }
}
