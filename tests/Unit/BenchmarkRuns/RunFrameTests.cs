using BenchCluster.BenchmarkRuns;
using BenchCluster.Client.BenchmarkRuns;
using BenchCluster.ScenarioRuns;
using BenchCluster.Tests.Api;

namespace BenchCluster.Tests.BenchmarkRuns;

public sealed class RunFrameTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1_767_225_600_000).AddSeconds(30);

    [Fact]
    public void A_run_that_goes_on_has_its_counts_and_what_is_being_done()
    {
        var run = ApiObjects.Run(state: BenchmarkRunState.Running, total: 10, scored: 4, failed: 1);
        var active = ApiObjects.ScenarioRun(score: null, state: ScenarioRunState.Running, trial: 2);

        var frame = RunFrame.Of([new WatchedRun(run, [active])], ["oracle"], isAway: false, Now);

        var bar = Assert.Single(frame.Bars);
        Assert.Equal("4 of 10 scored, 1 failed, 5 active, 0 pending", bar.Counts);
        Assert.Equal((4, 1, 5, 10), (bar.Good, bar.Bad, bar.Active, bar.Total));
        Assert.Equal(TimeSpan.FromSeconds(30), bar.Elapsed);
        Assert.Equal(["oracle  agent  hello (attempt 2)  30s"], frame.Details);
        Assert.Null(frame.Notice);
    }

    [Fact]
    public void A_run_that_has_ended_has_its_state_its_score_and_how_long_it_took()
    {
        var bar = RunFrame.Of([new WatchedRun(ApiObjects.Run(score: 0.5), [])], ["oracle"], isAway: false, Now).Bars[0];

        Assert.Equal("completed, 1 of 1 scored, 0 failed, score 0.500", bar.Counts);
        Assert.Equal(TimeSpan.FromSeconds(5), bar.Elapsed);
    }

    [Fact]
    public void A_server_that_is_away_is_said() =>
        Assert.Equal("server away, retrying", RunFrame.Of([], [], isAway: true, Now).Notice);
}
