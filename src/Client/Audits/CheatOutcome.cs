using BenchCluster.Client.BenchmarkRuns;
using BenchCluster.Client.Output;
using BenchCluster.Resources;
using BenchCluster.ScenarioRuns;

namespace BenchCluster.Client.Audits;

/// <summary>A cheat on a scenario.</summary>
/// <param name="Cheat">The cheat.</param>
/// <param name="Succeeded">Whether it has more than doing nothing has.</param>
/// <param name="IsApplicable">Whether it could be tried.</param>
/// <param name="Score">Its score; null when it has none.</param>
/// <param name="RunId">The scenario run.</param>
/// <param name="Flags">What was seen of it, by the kinds of flags.</param>
/// <param name="IsFlagged">Whether any of these is suspicious.</param>
/// <param name="ScorerOutput">The end of what the scorers said; only of a cheat that succeeded.</param>
/// <param name="Problem">Why it has no score.</param>
internal sealed record CheatOutcome(
    string Cheat, bool Succeeded, bool IsApplicable, double? Score, string RunId, IReadOnlyList<string> Flags, bool IsFlagged,
    string? ScorerOutput, string? Problem)
{
    private const double Tolerance = 1e-9;
    private const int LongestOutput = 400;

    /// <summary>The outcome of a run.</summary>
    /// <param name="nothing">The most that doing nothing scored; null when it has no score.</param>
    public static CheatOutcome Of(string cheat, ScenarioRunView run, double? nothing)
    {
        var score = Scores.Of(run);
        var flags = run.ScoreFlags ?? [];
        var succeeded = score > nothing + Tolerance;
        return new CheatOutcome(
            cheat, succeeded, run.AgentResult?.ExitStatus is not Audits.Cheat.NotApplicable, score, run.Id,
            [.. flags.Select(flag => WireJson.NameOf(flag.Kind)).Distinct()], flags.Any(flag => flag.IsSuspicious),
            succeeded ? OutputOf(run) : null, score is null ? run.FailureReason ?? $"the run is {WireJson.NameOf(run.State)}" : null);
    }

    /// <summary>The outcome of a run that there is not.</summary>
    public static CheatOutcome Missing(string cheat, string reason) => new(cheat, false, true, null, "", [], false, null, reason);

    private static string OutputOf(ScenarioRunView run)
    {
        var text = string.Join(
            "; ", (run.ScoringContractResult?.ScoringFunctionResults ?? []).Where(result => result.Score > 0)
                .Select(result => $"{result.ScoringFunctionName}: {Tail(result.Output)}"));
        return text;
    }

    private static string Tail(string output)
    {
        var text = output.Trim();
        return SafeText.Line(text.Length <= LongestOutput ? text : "…" + text[^LongestOutput..]);
    }
}
