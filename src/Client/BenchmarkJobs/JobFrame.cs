using BenchCluster.BenchmarkJobs;
using BenchCluster.Client.Output;
using BenchCluster.Resources;
using BenchCluster.ScenarioRuns;

namespace BenchCluster.Client.BenchmarkJobs;

/// <summary>A job as bars: one for all agents that are called alike.</summary>
internal static class JobFrame
{
    /// <param name="groups">What each agent's bar is called, in the order of the bars.</param>
    /// <param name="active">Some of the scenario runs that go on, with their agent.</param>
    public static ProgressFrame Of(
        BenchmarkJobView job, IReadOnlyList<string> groups, Func<string, string> groupOf, IReadOnlyList<(string Agent, ScenarioRunView Run)> active,
        bool isAway, DateTimeOffset now)
    {
        var elapsed = job.DurationMs is { } took
            ? TimeSpan.FromMilliseconds(took)
            : now - DateTimeOffset.FromUnixTimeMilliseconds(job.CreateTimeMs);
        return new ProgressFrame(
            [.. groups.Select(group => Bar(job, group, agent => groupOf(agent) == group, elapsed))],
            [.. active.Select(pair => $"{pair.Agent}  {WireJson.NameOf(pair.Run.Step)}  {pair.Run.ScenarioName ?? pair.Run.ScenarioId}  {Durations.Since(pair.Run.StartTimeMs, now)}")],
            isAway ? PollPauses.AwayNotice : null);
    }

    private static ProgressBar Bar(BenchmarkJobView job, string group, Func<string, bool> isOfGroup, TimeSpan elapsed)
    {
        var agents = (job.JobSpec?.AgentConfigs ?? []).OfType<JobAgentConfig>().Count(agent => isOfGroup(agent.Name));
        var total = agents * (job.JobSpec?.ScenarioIds.Count ?? 0);
        var open = (job.InProgressRuns ?? []).Where(run => run.AgentConfig is JobAgentConfig agent && isOfGroup(agent.Name))
            .Select(run => run.Progress).OfType<BenchCluster.BenchmarkRuns.BenchmarkRunProgress>().ToList();
        var ended = (job.BenchmarkOutcomes ?? []).Where(outcome => isOfGroup(outcome.AgentName)).ToList();
        var good = open.Sum(run => run.Scored) + ended.Sum(run => run.NCompleted);
        var bad = open.Sum(run => run.Failed + run.Canceled) + ended.Sum(run => run.NFailed + run.NTimeout);
        var active = open.Sum(run => run.Active);
        return new ProgressBar(
            group, good, bad, active, total, $"{good} of {total} scored, {bad} failed" + (good + bad < total ? $", {active} active" : ""), elapsed);
    }
}
