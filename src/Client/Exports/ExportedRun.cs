using BenchCluster.BenchmarkRuns;
using BenchCluster.Client.BenchmarkRuns;
using BenchCluster.Client.Statistics;
using BenchCluster.ScenarioRuns;

namespace BenchCluster.Client.Exports;

/// <summary>A benchmark run with all that is known and follows of it, as JSON is exported.</summary>
internal sealed record ExportedRun(
    BenchmarkRunView BenchmarkRun, TrialStatistics? Statistics, UsageTotals? Usage, IReadOnlyList<ScenarioRunView> ScenarioRuns)
{
    public static ExportedRun Of(RunReport report) => new(
        report.BenchmarkRun, TrialStatistics.Of([.. ScenarioScores.Of(report).Select(scenario => scenario.Trials)]),
        UsageTotals.Of(report.ScenarioRuns), report.ScenarioRuns);
}
