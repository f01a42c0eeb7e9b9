using BenchCluster.BenchmarkRuns;
using BenchCluster.Client.BenchmarkRuns;
using BenchCluster.Client.Output;
using BenchCluster.Resources;
using BenchCluster.ScenarioRuns;
using BenchCluster.Scoring;
using BenchCluster.Tests.Api;

namespace BenchCluster.Tests.BenchmarkRuns;

public sealed class ScoreTableTests
{
    [Fact]
    public void Tasks_go_down_and_agents_across()
    {
        var table = Lines(
            new RunReport(ApiObjects.Run(score: 0.75), [Ran("hello", 1), Ran("sort", 0.5)]),
            new RunReport(ApiObjects.Run(agent: ApiObjects.Nop, score: 0), [Ran("hello", 0), Ran("sort", 0)]));

        Assert.Equal(
            [
                "TASK   oracle    nop",
                "hello   1.000  0.000",
                "sort    0.500  0.000",
                "score   0.750  0.000",
            ],
            table);
    }

    [Fact]
    public void Several_attempts_are_a_mean_in_which_one_without_a_score_counts_as_nothing()
    {
        var table = Lines(new RunReport(
            ApiObjects.Run(score: 0.5), [Ran("hello", 1), Ran("hello", 0.5), Failed("hello"), Ran("sort", 1), Ran("sort", 0)]));

        Assert.Equal("hello  0.500 (1 of 3 without)", table[1]);
        Assert.Equal("sort                    0.500", table[2]);
    }

    [Theory]
    [InlineData(ScenarioRunState.Failed, "failed")]
    [InlineData(ScenarioRunState.Timeout, "timeout")]
    [InlineData(ScenarioRunState.Canceled, "canceled")]
    [InlineData(ScenarioRunState.Running, "running")]
    public void A_run_without_a_score_says_why(ScenarioRunState state, string expected) =>
        Assert.Equal(expected, Scores.Cell(ApiObjects.ScenarioRun(score: null, state: state)).Text);

    [Fact]
    public void A_score_of_a_run_that_failed_later_does_not_count() =>
        Assert.Null(Scores.Of(ApiObjects.ScenarioRun(score: 1, state: ScenarioRunState.Failed)));

    [Fact]
    public void A_task_that_an_agent_has_no_run_of_has_a_dash()
    {
        var table = Lines(
            new RunReport(ApiObjects.Run(score: 1), [Ran("hello", 1)]),
            new RunReport(ApiObjects.Run(agent: ApiObjects.Nop, state: BenchmarkRunState.Canceled), []));

        Assert.Equal(["TASK   oracle  nop", "hello   1.000    -", "score   1.000    -"], table);
    }

    [Fact]
    public void The_same_agent_twice_has_two_names()
    {
        var command = new AgentSpec { Type = AgentKind.Command, Command = "./solve --fast" };

        Assert.Equal(
            ["oracle", "./solve --fast", "oracle #2"],
            AgentNames.Of([ApiObjects.Run(), ApiObjects.Run(agent: command), ApiObjects.Run()]));
    }

    [Fact]
    public void Problems_name_the_task_the_agent_the_run_and_the_reason()
    {
        var scorerError = Ran("sort", 0) with { ScoringContractResult = ApiObjects.Scored(0, ScoringState.Error, "no reward\nwas written") };
        var slow = Ran("slow", 0) with { AgentResult = new AgentResult { TimedOut = true } };
        var run = ApiObjects.Run() with { Problems = ["scn_9: the scenario is archived"] };

        var problems = PlainListing.Lines(RunProblems.Of([new RunReport(run, [Failed("hello"), scorerError, slow, Ran("fine", 1)])])).ToList();

        Assert.Equal(5, problems.Count);
        Assert.Matches("^failed +hello +oracle +srn_hello +no image$", problems[1]);
        Assert.Matches("^scorer error +sort +oracle +srn_sort +harbor: no reward was written$", problems[2]);
        Assert.Matches("^agent timeout +slow ", problems[3]);
        Assert.Matches("^not started +oracle +bmr_1 +scn_9: the scenario is archived$", problems[4]);
    }

    private static List<string> Lines(params RunReport[] reports) => [.. PlainListing.Lines(ScoreTable.Of(reports))];

    private static ScenarioRunView Ran(string task, double score) =>
        ApiObjects.ScenarioRun(id: $"srn_{task}", scenario: $"scn_{task}", name: task, score: score);

    private static ScenarioRunView Failed(string task) =>
        ApiObjects.ScenarioRun(
            id: $"srn_{task}", scenario: $"scn_{task}", name: task, score: null, state: ScenarioRunState.Failed, failure: "no image");
}
