using BenchCluster.BenchmarkRuns;

namespace BenchCluster.BenchmarkJobs;

/// <summary>How a job's state looks from outside. What the scenario runs know is added where it is asked for.</summary>
internal static class BenchmarkJobViews
{
    public static BenchmarkJobView Of(BenchmarkJobRecord job)
    {
        var plan = job.Plan!;
        var runs = job.Runs.Select((run, index) => (Run: run, Index: index)).Where(pair => pair.Run.StartedAt is not null).ToList();
        var ended = runs.Where(pair => pair.Run.HasEnded).Select(pair => OutcomeOf(job, pair.Run, pair.Index)).ToList();
        var open = runs.Where(pair => !pair.Run.HasEnded).Select(pair => InProgress(job, pair.Run, pair.Index)).ToList();
        return new BenchmarkJobView
        {
            Id = job.Id,
            CreateTimeMs = job.CreatedAt.ToUnixTimeMilliseconds(),
            Name = job.Name,
            State = job.State,
            BenchmarkOutcomes = ended.Count > 0 ? ended : null,
            FailureReason = job.FailureReason,
            InProgressRuns = open.Count > 0 ? open : null,
            JobSource = plan.Source,
            JobSpec = plan.Spec,
            DurationMs = job.EndedAt is { } end ? (long)(end - job.CreatedAt).TotalMilliseconds : null,
            Notes = plan.Notes.Count > 0 ? plan.Notes : null,
        };
    }

    private static BenchmarkOutcome OutcomeOf(BenchmarkJobRecord job, JobRun run, int index) => new()
    {
        AgentName = job.Plan!.Agents[index].Name ?? WireJson.NameOf(job.Plan.Agents[index].Type),
        BenchmarkRunId = job.RunId(index),
        NCompleted = 0,
        NFailed = 0,
        NTimeout = 0,
        ScenarioOutcomes = [],
        DurationMs = (long)(run.EndedAt!.Value - run.StartedAt!.Value).TotalMilliseconds,
        ModelName = job.Plan.Agents[index].ModelName,
    };

    private static InProgressRun InProgress(BenchmarkJobRecord job, JobRun run, int index) => new()
    {
        BenchmarkRunId = job.RunId(index),
        StartTimeMs = run.StartedAt!.Value.ToUnixTimeMilliseconds(),
        State = BenchmarkRunState.Running,
        AgentConfig = job.Plan!.Spec.AgentConfigs[index],
    };
}
