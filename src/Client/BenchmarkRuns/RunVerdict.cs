using BenchCluster.BenchmarkRuns;
using BenchCluster.Resources;

namespace BenchCluster.Client.BenchmarkRuns;

/// <summary>Whether runs came out as they should.</summary>
internal static class RunVerdict
{
    /// <summary>What is wrong, a line each; nothing when all is well.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<RunReport> reports, double? leastScore, IReadOnlyList<Expectation> expectations)
    {
        var wrong = new List<string>();
        var names = AgentNames.Of(reports.Select(report => report.BenchmarkRun));
        foreach (var (run, name) in reports.Select(report => report.BenchmarkRun).Zip(names))
        {
            if (run.State != BenchmarkRunState.Completed)
                wrong.Add($"{name}: the run {run.Id} is {WireJson.NameOf(run.State)}");
            else if (leastScore is { } least && !(run.Score >= least))
                wrong.Add($"{name}: score {(run.Score is { } score ? Scores.Text(score) : "none")} is below {Scores.Text(least)}");
        }

        return [.. wrong, .. expectations.SelectMany(expectation => expectation.Differences(reports))];
    }
}
