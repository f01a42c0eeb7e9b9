using BenchCluster.Client.Output;
using BenchCluster.ScenarioRuns;

namespace BenchCluster.Client.BenchmarkRuns;

/// <summary>Tasks down, agents across, scores in between, and each agent's total.</summary>
internal static class ScoreTable
{
    public static Listing Of(IReadOnlyList<RunReport> reports)
    {
        var agents = AgentNames.Of(reports.Select(report => report.BenchmarkRun));
        var table = new Listing([new ListingColumn("TASK"), .. agents.Select(agent => new ListingColumn(SafeText.Line(agent), IsNumeric: true))])
        {
            HasTotal = true,
        };
        var byScenario = reports.Select(report => report.ScenarioRuns.ToLookup(run => run.ScenarioId)).ToList();
        foreach (var scenario in reports.SelectMany(report => report.ScenarioRuns).DistinctBy(run => run.ScenarioId))
            table.Add([TaskName(scenario), .. byScenario.Select(runs => Scores.Cell([.. runs[scenario.ScenarioId]]))]);
        return table.Add([new Styled("score"), .. reports.Select(Total)]);
    }

    public static string TaskName(ScenarioRunView run) => run.ScenarioName ?? run.ScenarioId;

    private static Styled Total(RunReport report) =>
        report.BenchmarkRun.Score is { } score ? Scores.Text(score) : new Styled("-", Tone.Quiet);
}
