using BenchCluster.Client.BenchmarkRuns;
using BenchCluster.Client.Output;

namespace BenchCluster.Client.Validations;

/// <summary>A validation as tables.</summary>
internal static class ValidationListings
{
    private const int LongestReason = 300;

    /// <summary>Each scenario with what the reference and doing nothing score, and the verdict.</summary>
    public static Listing Scenarios(ValidationReport report)
    {
        var isRepeated = report.Repeat > 1;
        var table = new Listing([
            "TASK", new("REFERENCE", IsNumeric: true), new("NOTHING", IsNumeric: true), .. isRepeated ? (ListingColumn[])["STABLE"] : [], "VERDICT"]);
        foreach (var scenario in report.Scenarios)
        {
            table.Add([
                scenario.ScenarioName, Cell(scenario.Reference), Cell(scenario.Nothing),
                .. isRepeated ? (Styled[])[scenario.IsStable ? new Styled("yes", Tone.Good) : new Styled("no", Tone.Bad)] : [],
                Verdict(scenario)]);
        }

        return table;
    }

    /// <summary>What there is to say about those that do not pass, and about scores that are a scorer's failure.</summary>
    public static Listing Problems(ValidationReport report)
    {
        var table = new Listing("TASK", "OF", "RUN", "REASON");
        foreach (var scenario in report.Scenarios)
        {
            Add(table, scenario, "reference", scenario.Reference);
            Add(table, scenario, "nothing", scenario.Nothing);
        }

        return table;
    }

    private static void Add(Listing table, ScenarioValidation scenario, string side, ValidationCheck check)
    {
        if (check is { IsRequired: true, Reason: { } reason })
            table.Add(scenario.ScenarioName, side, check.RunIds.Count > 0 ? check.RunIds[0] : "", SafeText.Short(reason, LongestReason));
    }

    private static Styled Cell(ValidationCheck check)
    {
        var text = check.Verdict switch
        {
            CheckVerdict.Missing => "none",
            CheckVerdict.NoScore => "no score",
            _ => Text([.. check.Scores.OfType<double>()]),
        };
        return new Styled(text, !check.IsRequired ? Tone.Quiet : check.Verdict is CheckVerdict.Passes ? Tone.Good : Tone.Bad);
    }

    /// <summary>The score; the least and the highest where they differ.</summary>
    private static string Text(IReadOnlyList<double> scores) =>
        scores.Min() == scores.Max() ? Scores.Text(scores[0]) : $"{Scores.Text(scores.Min())}-{Scores.Text(scores.Max())}";

    private static Styled Verdict(ScenarioValidation scenario)
    {
        if (scenario.Passes)
        {
            var part = !scenario.Nothing.IsRequired ? " (reference only)" : !scenario.Reference.IsRequired ? " (nothing only)" : "";
            return new Styled($"passes{part}", Tone.Good);
        }

        List<string> wrong = [.. Wrong(scenario)];
        return new Styled(string.Join(", ", wrong), Tone.Bad);
    }

    private static IEnumerable<string> Wrong(ScenarioValidation scenario)
    {
        if (scenario.Reference is { IsRequired: true, Verdict: not CheckVerdict.Passes and var reference })
            yield return reference switch
            {
                CheckVerdict.Missing => "no reference",
                CheckVerdict.NoScore => "the reference has no score",
                _ => "the reference fails",
            };
        if (scenario.Nothing is { IsRequired: true, Verdict: not CheckVerdict.Passes and var nothing })
            yield return nothing is CheckVerdict.NoScore ? "doing nothing has no score" : "doing nothing scores";
        if (!scenario.IsStable)
            yield return "unstable";
    }
}
