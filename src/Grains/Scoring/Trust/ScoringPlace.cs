using BenchCluster.ScenarioRuns;

namespace BenchCluster.Scoring.Trust;

/// <summary>
/// Where a run is scored: what the run's own metadata says, else the scenario's, else <see cref="ScoreIn.Clean"/> where
/// an agent of ours worked and <see cref="ScoreIn.Same"/> where the caller did, who may go on in the devbox afterwards.
/// </summary>
/// <param name="In">Which disk, and what runs beside.</param>
/// <param name="Paths">For <see cref="ScoreIn.Image"/>: what is taken from the agent's disk; empty for the working directory.</param>
internal sealed record ScoringPlace(ScoreIn In, IReadOnlyList<string> Paths)
{
    /// <summary>Metadata with a value of <see cref="ScoreIn"/>.</summary>
    public const string InKey = "score_in";

    /// <summary>Metadata with absolute paths, separated by commas.</summary>
    public const string PathsKey = "score_paths";

    /// <summary>The place of a run.</summary>
    public static ScoringPlace Of(ScenarioRunRecord run)
    {
        // Scorers that have an environment of their own cannot do without it.
        if (run.Scenario?.ScoringEnvironment is { } own)
            return new ScoringPlace(ScoreIn.Image, own.Paths);
        var place = Parse(Value(run, InKey)) ?? (run.IsOrchestrated ? ScoreIn.Clean : ScoreIn.Same);
        return new ScoringPlace(place, SplitPaths(Value(run, PathsKey)));
    }

    /// <summary>The value by its name; null for none, and for one that there is not.</summary>
    public static ScoreIn? Parse(string? text) =>
        Enum.GetValues<ScoreIn>().Where(place => WireJson.NameOf(place) == text).Select(place => (ScoreIn?)place).FirstOrDefault();

    /// <summary>The paths in a list with commas.</summary>
    public static IReadOnlyList<string> SplitPaths(string? text) =>
        text?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static string? Value(ScenarioRunRecord run, string key) =>
        run.Spec?.Metadata?.GetValueOrDefault(key) ?? run.Scenario?.Metadata.GetValueOrDefault(key);
}
