using BenchCluster.Resources;
using BenchCluster.ScenarioRuns;
using BenchCluster.Scoring;

namespace BenchCluster.Client.Validations;

/// <summary>One side of a scenario's validation: the reference, or nothing done.</summary>
/// <param name="Verdict">What became of it.</param>
/// <param name="IsRequired">Whether the scenario's verdict depends on it.</param>
/// <param name="Scores">The score of each repetition; null where it has none.</param>
/// <param name="RunIds">The scenario run of each repetition.</param>
/// <param name="Reason">Why there is no score, or which scorers failed; null when there is nothing to say.</param>
internal sealed record ValidationCheck(
    CheckVerdict Verdict, bool IsRequired, IReadOnlyList<double?> Scores, IReadOnlyList<string> RunIds, string? Reason)
{
    private const double Tolerance = 1e-9;

    /// <summary>Whether all repetitions have the same score.</summary>
    public bool IsStable => Scores.Distinct().Count() <= 1;

    /// <summary>The check of the runs of a scenario by one agent.</summary>
    /// <param name="expected">The score that each should have.</param>
    /// <param name="problem">Why a run could not be started.</param>
    public static ValidationCheck Of(IReadOnlyList<ScenarioRunView> runs, double expected, bool isRequired, string? problem)
    {
        var scores = runs.Select(BenchmarkRuns.Scores.Of).ToList();
        var verdict = runs.Any(run => run.FailureClass is FailureClass.Reference) ? CheckVerdict.Missing
            : runs.Count == 0 || scores.Contains(null) ? CheckVerdict.NoScore
            : scores.All(score => Math.Abs(score!.Value - expected) <= Tolerance) ? CheckVerdict.Passes
            : CheckVerdict.Fails;
        var failure = runs.FirstOrDefault(run => BenchmarkRuns.Scores.Of(run) is null);
        return new ValidationCheck(
            verdict, isRequired, scores, [.. runs.Select(run => run.Id)],
            problem ?? failure?.FailureReason ?? (failure is null ? Complaints(runs, verdict) : $"the run is {WireJson.NameOf(failure.State)}"));
    }

    /// <summary>What scorers and agent say of a score that is not as expected, or that is a scorer's failure.</summary>
    private static string? Complaints(IReadOnlyList<ScenarioRunView> runs, CheckVerdict verdict)
    {
        var results = runs.SelectMany(run => run.ScoringContractResult?.ScoringFunctionResults ?? []);
        var worst = results.FirstOrDefault(result => result.State is ScoringState.Error)
            ?? (verdict is CheckVerdict.Fails ? results.FirstOrDefault() : null);
        if (worst is null)
            return null;
        var exit = runs.Select(run => run.AgentResult?.ExitStatus).FirstOrDefault(status => status is not (null or 0));
        return (exit is { } status && verdict is CheckVerdict.Fails ? $"the reference ended with {status}; " : "") + $"{worst.ScoringFunctionName}: {worst.Output}";
    }
}
