using System.Globalization;
using BenchCluster.Client.BenchmarkRuns;
using BenchCluster.Client.Output;

namespace BenchCluster.Client.Comparisons;

/// <summary>A comparison as tables.</summary>
internal static class ComparisonListings
{
    /// <summary>A row a scenario.</summary>
    public static Listing Scenarios(RunComparison comparison, string a, string b)
    {
        var table = new Listing("TASK", new(SafeText.Line(a), IsNumeric: true), new(SafeText.Line(b), IsNumeric: true), new("DIFFERENCE", IsNumeric: true), "BETTER")
        {
            HasTotal = true,
        };
        foreach (var scenario in comparison.Scenarios)
        {
            table.Add(
                scenario.Scenario, Scores.Cell(scenario.A), Scores.Cell(scenario.B), Signed(scenario.Difference),
                scenario.Winner switch { "a" => a, "b" => b, _ => new Styled("-", Tone.Quiet) });
        }

        return table.Add("mean", Scores.Text(comparison.MeanA), Scores.Text(comparison.MeanB), Signed(comparison.Difference.Mean), "");
    }

    /// <summary>What follows from it.</summary>
    public static Listing Summary(RunComparison comparison, string a, string b)
    {
        var p = comparison.PValue < 0.0001 ? "below 0.0001" : comparison.PValue.ToString("0.0000", CultureInfo.InvariantCulture);
        var verdict = comparison.PValue >= RunComparison.Significant
            ? new Styled("no significant difference", Tone.Quiet)
            : new Styled($"{(comparison.Difference.Mean > 0 ? b : a)} is better", Tone.Good);
        return Listing.Details()
            .AddDetail("better on", $"{a}: {comparison.WinsA}, {b}: {comparison.WinsB}, equal: {comparison.Ties}")
            .AddDetail("difference", $"{Signed(comparison.Difference.Mean)}, 95 % interval {Signed(comparison.Difference.Low)} to {Signed(comparison.Difference.High)}")
            .AddDetail("p-value", $"{p} (paired permutation test, two-sided)")
            .AddDetail("verdict", verdict)
            .AddDetail($"only {a} has", string.Join(", ", comparison.OnlyA))
            .AddDetail($"only {b} has", string.Join(", ", comparison.OnlyB));
    }

    private static string Signed(double value) => value.ToString("+0.000;-0.000;0.000", CultureInfo.InvariantCulture);
}
