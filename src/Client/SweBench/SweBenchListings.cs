using BenchCluster.Client.Output;

namespace BenchCluster.Client.SweBench;

/// <summary>An import as tables.</summary>
internal static class SweBenchListings
{
    public static Listing Instances(SweBenchImportResult result)
    {
        var listing = new Listing("INSTANCE", "OUTCOME", "SCENARIO", "ENVIRONMENT");
        foreach (var row in result.Instances)
        {
            var outcome = row.Outcome.ToString().ToLowerInvariant();
            listing.Add(row.Instance, new Styled(outcome, ToneOf(row.Outcome)), row.ScenarioId, row.BlueprintId ?? row.Image);
        }

        return listing;
    }

    /// <summary>Why rows were refused; one reason that several have stands there once.</summary>
    public static Listing Problems(SweBenchImportResult result)
    {
        var listing = new Listing("", "INSTANCE", "FIELD", "REASON");
        foreach (var group in result.Instances.Select(row => row.Problem).OfType<InstanceProblem>().GroupBy(problem => (problem.Field, problem.Reason)))
            listing.Add(new Styled("refusal", Tone.Bad), string.Join(", ", group.Select(problem => problem.Instance)), group.Key.Field, group.Key.Reason);
        return listing;
    }

    private static Tone ToneOf(SweBenchOutcome outcome) => outcome switch
    {
        SweBenchOutcome.Refused => Tone.Bad,
        SweBenchOutcome.Kept => Tone.Quiet,
        _ => Tone.Good,
    };
}
