using BenchCluster.BenchmarkJobs;
using BenchCluster.Client.BenchmarkRuns;
using BenchCluster.Client.Output;
using BenchCluster.Resources;

namespace BenchCluster.Client.BenchmarkJobs;

/// <summary>Benchmark jobs as tables.</summary>
internal static class JobListings
{
    /// <summary>Jobs, a row each.</summary>
    public static Listing Jobs(IReadOnlyList<BenchmarkJobView> jobs, TimeProvider time)
    {
        var table = new Listing(
            "ID", "NAME", "STATE", new("AGENTS", IsNumeric: true), new("SCENARIOS", IsNumeric: true), "CREATED", "TOOK")
        {
            Empty = "There are no jobs yet; 'bench job run FILE' starts one.",
        };
        foreach (var job in jobs)
        {
            table.Add(
                job.Id, SafeText.Line(job.Name), State(job.State), $"{job.JobSpec?.AgentConfigs.Count}", $"{job.JobSpec?.ScenarioIds.Count}",
                Durations.Age(job.CreateTimeMs, time), Durations.Short(job.DurationMs));
        }

        return table;
    }

    /// <summary>What is known of a job but its agents.</summary>
    public static Listing Details(BenchmarkJobView job, TimeProvider time) => Listing.Details()
        .AddDetail("job", job.Id).AddDetail("name", SafeText.Line(job.Name)).AddDetail("state", State(job.State))
        .AddDetail("failure", job.FailureReason is { } reason ? SafeText.Line(reason) : "")
        .AddDetail("created", Durations.Age(job.CreateTimeMs, time)).AddDetail("took", Durations.Short(job.DurationMs));

    /// <summary>The job's agents: those that have ended with how they came out, the others with how far they are.</summary>
    public static Listing Agents(BenchmarkJobView job)
    {
        var table = new Listing(
            "AGENT", "MODEL", "RUN", new("COMPLETED", IsNumeric: true), new("FAILED", IsNumeric: true), new("TIMED OUT", IsNumeric: true),
            new("MEAN SCORE", IsNumeric: true), "TOOK")
        {
            Empty = "None of its runs has started yet.",
        };
        foreach (var outcome in job.BenchmarkOutcomes ?? [])
        {
            table.Add(
                SafeText.Line(outcome.AgentName), SafeText.Line(outcome.ModelName ?? ""), outcome.BenchmarkRunId, $"{outcome.NCompleted}", $"{outcome.NFailed}",
                $"{outcome.NTimeout}", outcome.AverageScore is { } score ? Scores.Cell(score) : "", Durations.Short(outcome.DurationMs));
        }

        foreach (var run in job.InProgressRuns ?? [])
        {
            var agent = run.AgentConfig as JobAgentConfig;
            table.Add(
                SafeText.Line(agent?.Name ?? ""), SafeText.Line(agent?.ModelName ?? ""), run.BenchmarkRunId, $"{run.Progress?.Scored}", $"{run.Progress?.Failed}", "",
                new Styled("goes on", Tone.Busy), Durations.Short(run.DurationMs));
        }

        return table;
    }

    /// <summary>Scenarios that could not be carried out, and why.</summary>
    public static Listing Failures(BenchmarkJobView job)
    {
        var table = new Listing("AGENT", "TASK", "STATE", "CLASS", "REASON");
        foreach (var outcome in job.BenchmarkOutcomes ?? [])
        {
            foreach (var scenario in outcome.ScenarioOutcomes.Where(scenario => scenario.State is not ScenarioOutcomeState.Completed))
            {
                table.Add(
                    SafeText.Line(outcome.AgentName), SafeText.Line(scenario.ScenarioName), new Styled(WireJson.NameOf(scenario.State), Tone.Bad),
                    SafeText.Line(scenario.FailureReason?.ExceptionType ?? ""), SafeText.Line(scenario.FailureReason?.ExceptionMessage ?? ""));
            }
        }

        return table;
    }

    private static Styled State(BenchmarkJobState state) => new(WireJson.NameOf(state), state switch
    {
        BenchmarkJobState.Completed => Tone.Good,
        BenchmarkJobState.Failed or BenchmarkJobState.Timeout => Tone.Bad,
        BenchmarkJobState.Cancelled => Tone.Quiet,
        _ => Tone.Busy,
    });
}
