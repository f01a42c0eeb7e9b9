using BenchCluster.Client.BenchmarkRuns;
using BenchCluster.Client.Output;
using BenchCluster.ScenarioRuns;
using BenchCluster.Scoring;

namespace BenchCluster.Client.Predictions;

/// <summary>What became of predictions, with the fields of the report that SWE-bench's harness writes.</summary>
internal sealed record PredictionReport
{
    public int TotalInstances { get; init; }

    public int SubmittedInstances => SubmittedIds.Count;

    public int CompletedInstances => CompletedIds.Count;

    public int ResolvedInstances => ResolvedIds.Count;

    public int UnresolvedInstances => UnresolvedIds.Count;

    public int EmptyPatchInstances => EmptyPatchIds.Count;

    public int ErrorInstances => ErrorIds.Count;

    public required IReadOnlyList<string> SubmittedIds { get; init; }

    /// <summary>Those whose tests were run and graded.</summary>
    public required IReadOnlyList<string> CompletedIds { get; init; }

    /// <summary>Those of the benchmark that there is no prediction for.</summary>
    public required IReadOnlyList<string> IncompleteIds { get; init; }

    public required IReadOnlyList<string> EmptyPatchIds { get; init; }

    public required IReadOnlyList<string> ResolvedIds { get; init; }

    public required IReadOnlyList<string> UnresolvedIds { get; init; }

    /// <summary>Those whose patch does not apply, and those that could not be graded.</summary>
    public required IReadOnlyList<string> ErrorIds { get; init; }

    public int SchemaVersion { get; init; } = 2;

    /// <summary>The report of a run that has ended.</summary>
    public static PredictionReport Of(RunReport report, PredictionSet predictions)
    {
        var outcomes = report.ScenarioRuns.GroupBy(run => run.ScenarioId).ToDictionary(runs => runs.Key, runs => OutcomeOf([.. runs]));
        var submitted = predictions.ByScenario.ToList();
        List<string> Ids(Func<KeyValuePair<string, Prediction>, bool> are) => [.. submitted.Where(are).Select(entry => entry.Value.InstanceId).Order(StringComparer.Ordinal)];
        Outcome OutcomeFor(KeyValuePair<string, Prediction> entry) => outcomes.GetValueOrDefault(entry.Key, Outcome.Error);
        bool Has(KeyValuePair<string, Prediction> entry, Outcome outcome) => !entry.Value.IsEmpty && OutcomeFor(entry) == outcome;
        return new PredictionReport
        {
            TotalInstances = predictions.Instances.Count,
            SubmittedIds = Ids(_ => true),
            CompletedIds = Ids(entry => Has(entry, Outcome.Resolved) || Has(entry, Outcome.Unresolved)),
            IncompleteIds = [.. predictions.Instances.Where(instance => !predictions.ByScenario.ContainsKey(instance.Key)).Select(instance => instance.Value).Order(StringComparer.Ordinal)],
            EmptyPatchIds = Ids(entry => entry.Value.IsEmpty),
            ResolvedIds = Ids(entry => Has(entry, Outcome.Resolved)),
            UnresolvedIds = Ids(entry => Has(entry, Outcome.Unresolved)),
            ErrorIds = Ids(entry => Has(entry, Outcome.Error)),
        };
    }

    /// <summary>The figures as a table.</summary>
    public Listing Summary() => Listing.Details()
        .AddDetail("instances", $"{TotalInstances}").AddDetail("submitted", $"{SubmittedInstances}").AddDetail("no prediction", $"{IncompleteIds.Count}")
        .AddDetail("completed", $"{CompletedInstances}").AddDetail("resolved", new Styled($"{ResolvedInstances}", Tone.Good))
        .AddDetail("unresolved", $"{UnresolvedInstances}").AddDetail("empty patch", $"{EmptyPatchInstances}")
        .AddDetail("error", new Styled($"{ErrorInstances}", ErrorInstances > 0 ? Tone.Bad : Tone.Quiet));

    /// <summary>Of several attempts all have to resolve it.</summary>
    private static Outcome OutcomeOf(IReadOnlyList<ScenarioRunView> runs) =>
        runs.All(run => run.State is ScenarioRunState.Completed && run.ScoringContractResult is { } result
            && result.ScoringFunctionResults.All(function => function.State is ScoringState.Complete))
            ? runs.All(run => run.ScoringContractResult!.Score >= 1) ? Outcome.Resolved : Outcome.Unresolved
            : Outcome.Error;

    private enum Outcome
    {
        Resolved,
        Unresolved,
        Error,
    }
}
