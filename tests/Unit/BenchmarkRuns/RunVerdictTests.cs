using BenchCluster.BenchmarkRuns;
using BenchCluster.Client.BenchmarkRuns;
using BenchCluster.Resources;
using BenchCluster.ScenarioRuns;
using BenchCluster.Tests.Api;

namespace BenchCluster.Tests.BenchmarkRuns;

public sealed class RunVerdictTests
{
    [Theory]
    [InlineData("oracle=1", "oracle", 1)]
    [InlineData("nop=0.0", "nop", 0)]
    [InlineData("MODE=x ./agent=0.25", "MODE=x ./agent", 0.25)]
    public void An_expectation_is_an_agent_and_a_score(string text, string agent, double score) =>
        Assert.Equal(new Expectation(agent, score), Expectation.Parse(text));

    [Theory]
    [InlineData("oracle")]
    [InlineData("=1")]
    [InlineData("oracle=")]
    [InlineData("oracle=good")]
    [InlineData("oracle=1.1")]
    [InlineData("oracle=-0.1")]
    [InlineData("oracle=NaN")]
    public void Anything_else_is_none(string text) => Assert.Null(Expectation.Parse(text));

    [Fact]
    public void Runs_that_come_out_as_expected_are_well() =>
        Assert.Empty(RunVerdict.Of(
            [Report(ApiObjects.Oracle, 1, 1, 1), Report(ApiObjects.Nop, 0, 0)], leastScore: null, [new("oracle", 1), new("nop", 0)]));

    [Fact]
    public void Each_scenario_that_differs_is_named()
    {
        var wrong = RunVerdict.Of([Report(ApiObjects.Nop, 0, 0.5, 1)], leastScore: null, [new("nop", 0)]);

        Assert.Equal(
            [
                "nop on task1: expected 0.000, found 0.500; see 'bench run show srn_1'",
                "nop on task2: expected 0.000, found 1.000; see 'bench run show srn_2'",
            ],
            wrong);
    }

    [Fact]
    public void A_difference_that_rounding_would_hide_is_shown_with_all_digits()
    {
        var wrong = RunVerdict.Of([Report(ApiObjects.Oracle, 0.9999)], leastScore: null, [new("oracle", 1)]);

        Assert.Contains("found 0.9999;", Assert.Single(wrong), StringComparison.Ordinal);
    }

    [Fact]
    public void A_score_within_the_tolerance_is_the_score() =>
        Assert.Empty(RunVerdict.Of([Report(ApiObjects.Oracle, 1 - 1e-10)], leastScore: null, [new("oracle", 1)]));

    [Fact]
    public void A_failed_run_is_no_zero()
    {
        var failed = ApiObjects.ScenarioRun(score: null, state: ScenarioRunState.Failed);
        var report = new RunReport(ApiObjects.Run(agent: ApiObjects.Nop, score: 0, scored: 0, failed: 1), [failed]);

        var wrong = RunVerdict.Of([report], leastScore: null, [new("nop", 0)]);

        Assert.Contains("it has no score (failed)", Assert.Single(wrong), StringComparison.Ordinal);
    }

    [Fact]
    public void Scenario_runs_that_never_were_are_missed()
    {
        var report = Report(ApiObjects.Oracle, 1) with { BenchmarkRun = ApiObjects.Run(score: 1, total: 3) };

        Assert.Equal(
            ["oracle: 2 scenario runs of bmr_1 were never started"], RunVerdict.Of([report], leastScore: null, [new("oracle", 1)]));
    }

    [Fact]
    public void An_expectation_is_of_its_agent_alone() =>
        Assert.Empty(RunVerdict.Of([Report(ApiObjects.Oracle, 1), Report(ApiObjects.Nop, 1)], leastScore: null, [new("oracle", 1)]));

    [Fact]
    public void A_command_is_meant_by_its_text_however_long()
    {
        var command = "./agent " + new string('x', 100);
        var report = Report(AgentNames.Parse(command, null), 0.5);

        Assert.Single(RunVerdict.Of([report], leastScore: null, [new(command, 1)]));
    }

    [Theory]
    [InlineData(0.5, 0.5, 0)]
    [InlineData(0.4, 0.5, 1)]
    [InlineData(null, 0.5, 1)]
    [InlineData(null, 0.0, 1)]
    public void Every_agent_must_reach_the_least_score(double? score, double least, int problems) =>
        Assert.Equal(problems, RunVerdict.Of([new RunReport(ApiObjects.Run(score: score), [])], least, []).Count);

    [Theory]
    [InlineData(BenchmarkRunState.Canceled, "oracle: the run bmr_1 is canceled")]
    [InlineData(BenchmarkRunState.Failed, "oracle: the run bmr_1 is failed")]
    public void A_run_that_did_not_complete_is_not_well(BenchmarkRunState state, string expected) =>
        Assert.Equal([expected], RunVerdict.Of([new RunReport(ApiObjects.Run(state: state, score: 1), [])], leastScore: null, []));

    private static RunReport Report(AgentSpec agent, params double[] scores) => new(
        ApiObjects.Run(agent: agent, score: scores.Average(), total: scores.Length, scored: scores.Length),
        [.. scores.Select((score, index) =>
            ApiObjects.ScenarioRun(id: $"srn_{index}", scenario: $"scn_{index}", name: $"task{index}", score: score))]);
}
