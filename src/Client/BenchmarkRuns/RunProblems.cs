using BenchCluster.Client.Output;
using BenchCluster.Resources;
using BenchCluster.ScenarioRuns;
using BenchCluster.Scoring;

namespace BenchCluster.Client.BenchmarkRuns;

/// <summary>What the numbers of a score table do not say: why runs have no score, and which scores are a scorer's failure.</summary>
internal static class RunProblems
{
    /// <summary>A scorer's output may be long; 'bench run show' has all of it.</summary>
    private const int LongestOutput = 300;

    public static Listing Of(IReadOnlyList<RunReport> reports)
    {
        var names = AgentNames.Of(reports.Select(report => report.BenchmarkRun));
        var table = new Listing("PROBLEM", "TASK", "AGENT", "RUN", "REASON");
        foreach (var (report, agent) in reports.Zip(names))
        {
            foreach (var run in report.ScenarioRuns)
                Add(table, agent, run);
            foreach (var problem in report.BenchmarkRun.Problems ?? [])
                table.Add(new Styled("not started", Tone.Bad), "", agent, report.BenchmarkRun.Id, problem);
        }

        return table;
    }

    private static void Add(Listing table, string agent, ScenarioRunView run)
    {
        if (run.State is ScenarioRunState.Failed or ScenarioRunState.Timeout)
        {
            table.Add(
                new Styled(WireJson.NameOf(run.State), Tone.Bad), ScoreTable.TaskName(run), agent, run.Id,
                run.FailureReason ?? "no reason given");
            return;
        }

        foreach (var result in run.ScoringContractResult?.ScoringFunctionResults.Where(result => result.State == ScoringState.Error) ?? [])
        {
            table.Add(
                new Styled("scorer error", Tone.Busy), ScoreTable.TaskName(run), agent, run.Id,
                SafeText.Short($"{result.ScoringFunctionName}: {result.Output}", LongestOutput));
        }

        if (run.AgentResult is { TimedOut: true })
            table.Add(new Styled("agent timeout", Tone.Busy), ScoreTable.TaskName(run), agent, run.Id, "the agent's time was over");
    }
}
