using System.Globalization;
using BenchCluster.Client.Output;
using BenchCluster.Resources;
using BenchCluster.ScenarioRuns;

namespace BenchCluster.Client.BenchmarkRuns;

/// <summary>Scores in words. A run that failed has none, and counts as 0 in every mean, as it does on the server.</summary>
internal static class Scores
{
    /// <summary>The score of a scenario run that has one.</summary>
    public static double? Of(ScenarioRunView run) =>
        run.State is ScenarioRunState.Scored or ScenarioRunState.Completed ? run.ScoringContractResult?.Score : null;

    public static Styled Cell(double score) => new(Text(score), score switch
    {
        >= 1 => Tone.Good,
        <= 0 => Tone.Plain,
        _ => Tone.Busy,
    });

    /// <summary>What a scenario run came to: its score, or why it has none.</summary>
    public static Styled Cell(ScenarioRunView run) => Of(run) is { } score ? Cell(score) : new Styled(WireJson.NameOf(run.State), ToneOf(run.State));

    /// <summary>What all attempts at a scenario came to.</summary>
    public static Styled Cell(IReadOnlyList<ScenarioRunView> attempts)
    {
        var scores = attempts.Select(Of).ToList();
        var missing = scores.Count(score => score is null);
        if (attempts.Count == 0)
            return new Styled("-", Tone.Quiet);
        if (missing == attempts.Count)
            return Cell(attempts[0]);
        var mean = Cell(scores.Sum(score => score ?? 0) / attempts.Count);
        return missing == 0 ? mean : new Styled($"{mean.Text} ({missing} of {attempts.Count} without)", Tone.Bad);
    }

    public static string Text(double score) => score.ToString("0.000", CultureInfo.InvariantCulture);

    public static Tone ToneOf(ScenarioRunState state) => state switch
    {
        ScenarioRunState.Completed => Tone.Good,
        ScenarioRunState.Failed or ScenarioRunState.Timeout => Tone.Bad,
        ScenarioRunState.Canceled => Tone.Quiet,
        _ => Tone.Busy,
    };
}
