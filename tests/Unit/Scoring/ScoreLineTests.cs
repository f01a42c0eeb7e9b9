using BenchCluster.Scoring;
using CsCheck;

namespace BenchCluster.Tests.Scoring;

public sealed class ScoreLineTests
{
    [Theory]
    [InlineData("1", 1)]
    [InlineData("0.0", 0)]
    [InlineData("score=0.5", 0.5)]
    [InlineData("Score = no\nscore= 0.25 \n\n  \n", 0.25)]
    [InlineData("working…\n1e-1\r\n", 0.1)]
    [InlineData("1.7\n0.3", 0.3)]
    public void The_last_line_that_is_not_empty_counts(string stdout, double expected)
    {
        var reading = ScoreLine.Read(stdout);

        Assert.Null(reading.Error);
        Assert.Equal(expected, reading.Score, 10);
    }

    [Theory]
    [InlineData("", "printed nothing")]
    [InlineData(" \n\t\n", "printed nothing")]
    [InlineData("score=1.7", "out of range")]
    [InlineData("-0.1", "out of range")]
    [InlineData("NaN", "no number")]
    [InlineData("score=NaN", "no number")]
    [InlineData("Infinity", "out of range")]
    [InlineData("1e400", "out of range")]
    [InlineData("1,0", "no number")]
    [InlineData("0.5 points", "no number")]
    [InlineData("0x1", "no number")]
    [InlineData("0.5\ndone", "no number")]
    public void What_is_no_score_is_an_error_that_says_why(string stdout, string reason)
    {
        var reading = ScoreLine.Read(stdout);

        Assert.Equal(0, reading.Score);
        Assert.Contains(reason, reading.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_is_printed_the_score_is_from_0_to_1() => Gen.String.Sample(stdout =>
    {
        var reading = ScoreLine.Read(stdout);
        Assert.InRange(reading.Score, 0, 1);
    });

    [Fact]
    public void A_huge_line_is_quoted_in_short() =>
        Assert.True(ScoreLine.Read(new string('x', 100_000)).Error!.Length < 400);
}
