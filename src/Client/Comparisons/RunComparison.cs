using BenchCluster.Client.BenchmarkRuns;
using BenchCluster.Client.Statistics;

namespace BenchCluster.Client.Comparisons;

/// <summary>Two benchmark runs, compared scenario by scenario; also what <c>--json</c> prints.</summary>
/// <param name="A">The first run.</param>
/// <param name="B">The second run.</param>
/// <param name="Scenarios">The scenarios that both have, in the first's order.</param>
/// <param name="OnlyA">Scenarios that only the first has.</param>
/// <param name="OnlyB">Scenarios that only the second has.</param>
/// <param name="MeanA">Mean score of the first over the scenarios that both have.</param>
/// <param name="MeanB">Mean score of the second over them.</param>
/// <param name="WinsA">Scenarios that the first did better on.</param>
/// <param name="WinsB">Scenarios that the second did better on.</param>
/// <param name="Ties">Scenarios that both did equally well on.</param>
/// <param name="Difference">What the second has more, with a 95 % interval.</param>
/// <param name="PValue">How likely so large a difference is between equals.</param>
internal sealed record RunComparison(
    string A, string B, IReadOnlyList<ScenarioComparison> Scenarios, IReadOnlyList<string> OnlyA, IReadOnlyList<string> OnlyB,
    double MeanA, double MeanB, int WinsA, int WinsB, int Ties, Estimate Difference, double PValue)
{
    /// <summary>A p-value from which on a difference is called significant.</summary>
    public const double Significant = 0.05;

    /// <summary>
    /// Compares two runs; null where they have no scenario in common. Scenarios are paired by id; one that only one run
    /// has, by its name, for an import makes a changed task anew.
    /// </summary>
    public static RunComparison? Of(RunReport a, RunReport b)
    {
        var left = ScenarioScores.Of(a);
        var right = ScenarioScores.Of(b).ToList();
        var pairs = new List<ScenarioComparison>();
        var onlyA = new List<string>();
        foreach (var scenario in left)
        {
            var other = right.Find(candidate => candidate.ScenarioId == scenario.ScenarioId)
                ?? right.Find(candidate => candidate.Name == scenario.Name && left.All(taken => taken.ScenarioId != candidate.ScenarioId));
            if (other is null)
            {
                onlyA.Add(scenario.Name);
                continue;
            }

            right.Remove(other);
            pairs.Add(new ScenarioComparison(scenario.Name, scenario.Mean, other.Mean));
        }

        if (pairs.Count == 0)
            return null;
        var differences = pairs.Select(pair => pair.Difference).ToList();
        return new RunComparison(
            a.BenchmarkRun.Id, b.BenchmarkRun.Id, pairs, onlyA, [.. right.Select(scenario => scenario.Name)],
            pairs.Average(pair => pair.A), pairs.Average(pair => pair.B),
            pairs.Count(pair => pair.Winner == "a"), pairs.Count(pair => pair.Winner == "b"), pairs.Count(pair => pair.Winner is null),
            DifferenceOf(differences), PairedTest.PValue(differences));
    }

    private static Estimate DifferenceOf(List<double> differences)
    {
        var mean = differences.Average();
        if (differences.Count < 2)
            return new Estimate(mean, null, -1, 1);
        var variance = differences.Sum(value => (value - mean) * (value - mean)) / (differences.Count - 1);
        var error = Math.Sqrt(variance / differences.Count);
        var margin = StudentT.Quantile975(differences.Count - 1) * error;
        return new Estimate(mean, error, Math.Max(-1, mean - margin), Math.Min(1, mean + margin));
    }
}
