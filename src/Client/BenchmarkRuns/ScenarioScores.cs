using BenchCluster.ScenarioRuns;

namespace BenchCluster.Client.BenchmarkRuns;

/// <summary>All trials of one scenario in a benchmark run.</summary>
/// <param name="ScenarioId">The scenario.</param>
/// <param name="Name">Its name.</param>
/// <param name="Trials">The scores; a trial that has none counts as 0, unless it was canceled.</param>
internal sealed record ScenarioScores(string ScenarioId, string Name, IReadOnlyList<double> Trials)
{
    /// <summary>The mean of the trials.</summary>
    public double Mean => Trials.Count > 0 ? Trials.Average() : 0;

    /// <summary>The scenarios of a run, in its order; those of which no trial ended are left out.</summary>
    public static IReadOnlyList<ScenarioScores> Of(RunReport report) =>
    [
        .. report.ScenarioRuns.GroupBy(run => run.ScenarioId)
            .Select(runs => new ScenarioScores(runs.Key, ScoreTable.TaskName(runs.First()), [.. runs.Where(HasEnded).Select(run => Scores.Of(run) ?? 0)]))
            .Where(scenario => scenario.Trials.Count > 0),
    ];

    private static bool HasEnded(ScenarioRunView run) =>
        run.State is ScenarioRunState.Scored or ScenarioRunState.Completed or ScenarioRunState.Failed or ScenarioRunState.Timeout;
}
