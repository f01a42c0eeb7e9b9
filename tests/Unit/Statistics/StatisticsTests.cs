using BenchCluster.Client.Statistics;

namespace BenchCluster.Tests.Statistics;

/// <summary>The estimators against values that are known from elsewhere.</summary>
public sealed class StatisticsTests
{
    [Theory]
    [InlineData(10, 3, 1, 0.3)]
    [InlineData(10, 3, 5, 0.916666666666667)]
    [InlineData(5, 0, 5, 0)]
    [InlineData(5, 1, 5, 1)]
    [InlineData(200, 20, 100, 0.999999490474)]
    public void Pass_at_k_is_the_unbiased_estimate(int trials, int passed, int k, double expected) =>
        Assert.Equal(expected, PassEstimate.AtLeastOne(trials, passed, k), 1e-6);

    [Theory]
    [InlineData(10, 5, 1, 0.5)]
    [InlineData(10, 5, 2, 0.222222222222222)]
    [InlineData(4, 4, 4, 1)]
    [InlineData(4, 3, 4, 0)]
    public void Pass_all_k_is_the_unbiased_estimate(int trials, int passed, int k, double expected) =>
        Assert.Equal(expected, PassEstimate.All(trials, passed, k), 1e-12);

    [Theory]
    [InlineData(1, 1, 2)]
    [InlineData(2, 3, 1)]
    [InlineData(2, 1, 0)]
    public void What_cannot_be_estimated_is_refused(int trials, int passed, int k) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PassEstimate.AtLeastOne(trials, passed, k));

    [Theory]
    [InlineData(0, 10, 0, 0.277535)]
    [InlineData(5, 10, 0.236593, 0.763407)]
    [InlineData(10, 10, 0.722465, 1)]
    public void An_interval_of_passes_is_Wilsons(int passed, int count, double low, double high)
    {
        var found = ScoreEstimate.Wilson(passed, count);
        Assert.Equal(low, found.Low, 1e-5);
        Assert.Equal(high, found.High, 1e-5);
    }

    [Fact]
    public void The_error_of_a_mean_is_that_of_the_scenarios_means()
    {
        var estimate = ScoreEstimate.Of([[0.2, 0.4], [0.5, 0.7], [0.9, 0.9]]);

        Assert.Equal(0.6, estimate.Mean, 1e-12);
        // Of 0.3, 0.6 and 0.9: the standard deviation is 0.3.
        Assert.Equal(0.3 / Math.Sqrt(3), estimate.StandardError!.Value, 1e-12);
        Assert.InRange(estimate.Low, 0, 0.6);
        Assert.InRange(estimate.High, 0.6, 1);
    }

    [Fact]
    public void One_value_says_nothing_of_the_spread() => Assert.Null(ScoreEstimate.Of([[0.5]]).StandardError);

    [Theory]
    [InlineData(10, 0, 0.001953125)]
    [InlineData(8, 2, 0.109375)]
    [InlineData(5, 5, 1)]
    public void Wins_and_losses_are_tested_as_McNemar_does(int wins, int losses, double expected)
    {
        double[] differences = [.. Enumerable.Repeat(1.0, wins), .. Enumerable.Repeat(-1.0, losses), 0, 0];
        Assert.Equal(expected, PairedTest.PValue(differences), 1e-12);
    }

    [Fact]
    public void Differences_of_any_size_are_tested_by_all_exchanges() =>
        // Of the 8 exchanges only two are as far from zero: all as they are, and all exchanged.
        Assert.Equal(0.25, PairedTest.PValue([0.1, 0.2, 0.3]), 1e-12);

    [Fact]
    public void Where_nothing_differs_all_is_chance() => Assert.Equal(1, PairedTest.PValue([0, 0, 0]));

    [Fact]
    public void Many_differences_give_the_same_answer_each_time()
    {
        var differences = Enumerable.Range(0, 40).Select(i => Math.Sin(i) / 2).ToArray();

        Assert.Equal(PairedTest.PValue(differences), PairedTest.PValue(differences));
        Assert.InRange(PairedTest.PValue([.. differences.Select(value => value + 0.5)]), 0, 0.001);
    }
}
