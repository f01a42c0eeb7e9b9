using BenchCluster.Client.Output;

namespace BenchCluster.Tests.Output;

public sealed class ProgressLinesTests
{
    private readonly ProgressLines _lines = new();

    [Fact]
    public void What_has_not_changed_is_not_said_again()
    {
        Assert.Equal(["oracle: 1 of 3 (5.0s)"], At(0, Bar("oracle", "1 of 3")));
        Assert.Empty(At(60, Bar("oracle", "1 of 3")));
    }

    [Fact]
    public void Changes_that_follow_fast_on_each_other_are_said_together()
    {
        At(0, Bar("oracle", "1 of 3"));

        Assert.Empty(At(1, Bar("oracle", "2 of 3")));
        Assert.Equal(["oracle: 3 of 3 (5.0s)"], At(2, Bar("oracle", "3 of 3")));
    }

    [Fact]
    public void Each_thing_has_its_own_pace()
    {
        At(0, Bar("oracle", "1 of 3"));

        Assert.Equal(["nop: 1 of 3 (5.0s)"], At(1, Bar("oracle", "2 of 3"), Bar("nop", "1 of 3")));
    }

    [Fact]
    public void The_last_state_is_always_said()
    {
        At(0, Bar("oracle", "1 of 3"));

        Assert.Equal(["oracle: completed (5.0s)"], Next(0.1, isLast: true, null, Bar("oracle", "completed")));
    }

    [Fact]
    public void A_notice_is_said_once_and_so_is_its_end()
    {
        Assert.Equal(["away"], Next(0, isLast: false, "away"));
        Assert.Empty(Next(1, isLast: false, "away"));
        Assert.Equal(["going on"], Next(2, isLast: false, null));
    }

    private static ProgressBar Bar(string label, string counts) => new(label, 1, 0, 0, 3, counts, TimeSpan.FromSeconds(5));

    private List<string> At(double seconds, params ProgressBar[] bars) => Next(seconds, isLast: false, null, bars);

    private List<string> Next(double seconds, bool isLast, string? notice, params ProgressBar[] bars) =>
        [.. _lines.Next(new ProgressFrame(bars, [], notice), (long)(seconds * TimeProvider.System.TimestampFrequency), TimeProvider.System, isLast)];
}
