using BenchCluster.ScenarioRuns;
using BenchCluster.Scenarios;
using BenchCluster.Scoring;

namespace BenchCluster.Tests.ScenarioRuns;

public sealed class RunStepsTests
{
    private static readonly DateTimeOffset Now = ScenarioRunBuilder.Now;

    [Fact]
    public void Each_step_is_worked_on_and_scored_before_the_next_begins()
    {
        var run = Begin(StepScore.Mean, null, null);
        Assert.Equal([new ScenarioRunEffect.RunAgent(1)], ScenarioRunLifecycle.Due(run));
        Assert.Equal("step 0", run.CurrentStep!.Name);

        run = Play(run, 0.5);

        Assert.Equal((ScenarioRunState.Running, ScenarioRunStep.Agent, (double?)null), (run.State, run.Step, run.Score));
        Assert.Equal(("step 1", Now), (run.CurrentStep!.Name, run.ReadyAt));
        Assert.Equal([new ScenarioRunEffect.RunAgent(1)], ScenarioRunLifecycle.Due(run));

        run = Play(run, 1);

        Assert.Equal((ScenarioRunState.Completed, 0.75), (run.State, run.Score));
        Assert.Equal(["step 0", "step 1"], RunSteps.ResultsOf(run)!.Select(step => step.Name));
    }

    [Theory]
    [InlineData(StepScore.Mean, 0.5)]
    [InlineData(StepScore.Final, 1.0)]
    public void The_score_is_the_mean_or_the_last_ones(StepScore rule, double score) =>
        Assert.Equal(score, Play(Play(Begin(rule, null, null), 0), 1).Score);

    [Theory]
    [InlineData("reward", 0.5, 0.4, true)]
    [InlineData("reward", 0.5, 0.5, false)]
    [InlineData("safety", 0.0, 1.0, true)]
    public void A_reward_below_its_bound_or_one_that_is_missing_ends_the_run(string name, double least, double reward, bool isOver)
    {
        var run = Play(Begin(StepScore.Final, new Dictionary<string, double> { [name] = least }, null), reward);

        Assert.Equal(isOver, run.IsTerminal);
        Assert.Equal(isOver ? reward : null, run.Score);
    }

    [Fact]
    public void Bounds_hold_for_rewards_as_they_were_before_they_were_clamped()
    {
        var least = new Dictionary<string, double> { ["reward"] = -1, ["speed"] = 3 };
        var rewards = new Dictionary<string, double> { ["reward"] = -0.5, ["speed"] = 7 };

        var run = Play(Begin(StepScore.Mean, least, null), ScenarioRunBuilder.Result(0) with { Raw = -0.5, Rewards = rewards });

        Assert.False(run.IsTerminal);
    }

    [Fact]
    public void A_step_without_a_reward_ends_the_run_and_counts_as_nothing()
    {
        var run = Play(Play(Begin(StepScore.Mean, null, null, null), 1), ScenarioRunBuilder.Result(0) with { State = ScoringState.Error });

        Assert.Equal((ScenarioRunState.Completed, 0.5), (run.State, run.Score));
    }

    [Fact]
    public void A_step_that_cannot_be_made_ready_ends_the_run_and_counts_as_nothing()
    {
        var failed = new ScenarioRunEvent.StepFailed(1, ScenarioRunBuilder.Result(0) with { State = ScoringState.Error }, Now);

        var run = ScenarioRunLifecycle.Decide(Play(Begin(StepScore.Mean, null, null), 1), failed);

        Assert.Equal((ScenarioRunState.Completed, 0.5), (run.State, run.Score));
    }

    [Fact]
    public void What_an_agent_used_is_summed_over_the_steps()
    {
        var run = Begin(StepScore.Mean, null, null);
        run = Play(Play(run, 1, new AgentResult { ExitStatus = 1, DurationMs = 5, Usage = Usage(3, null) }), 1, new AgentResult { DurationMs = 7, Usage = Usage(4, 0.5) });

        var total = AgentTotals.Of(run)!;

        Assert.Equal((null, 12, 7, 0.5), (total.ExitStatus, total.DurationMs, total.Usage!.InputTokens, total.Usage.CostUsd));
        Assert.Null(total.Usage.OutputTokens);
    }

    [Fact]
    public void A_lost_environment_begins_with_the_first_step_again()
    {
        var run = ScenarioRunLifecycle.Decide(Play(Begin(StepScore.Mean, null, null), 1), new ScenarioRunEvent.EnvironmentLost(1, "gone", true, Now));

        Assert.Equal((2, 0, "step 0"), (run.Attempt, run.EarlierAgentResults.Count, run.CurrentStep!.Name));
    }

    private static AgentUsage Usage(long input, double? cost) => new() { InputTokens = input, CostUsd = cost, Source = "stdout" };

    private static ScenarioRunRecord Begin(StepScore rule, params IReadOnlyDictionary<string, double>?[] bounds)
    {
        var started = (ScenarioRunEvent.Started)ScenarioRunBuilder.StartedEvent(true, [.. bounds.Select(_ => 1.0 / bounds.Length)]);
        var scenario = started.Scenario with
        {
            StepScore = rule,
            Steps = [.. bounds.Select((least, i) => new ScenarioStep { Name = $"step {i}", ProblemStatement = "do", MinRewards = least })],
        };
        var run = ScenarioRunLifecycle.Decide(new ScenarioRunRecord(), started with { Scenario = scenario });
        return ScenarioRunLifecycle.Decide(run, new ScenarioRunEvent.EnvironmentReady(1, Now.AddDays(-1)));
    }

    private static ScenarioRunRecord Play(ScenarioRunRecord run, double reward, AgentResult? agent = null) => Play(run, ScenarioRunBuilder.Result(reward), agent);

    private static ScenarioRunRecord Play(ScenarioRunRecord run, ScoringFunctionResult result, AgentResult? agent = null) =>
        new ScenarioRunEvent[]
        {
            new ScenarioRunEvent.AgentFinished(1, agent ?? new AgentResult(), Now),
            new ScenarioRunEvent.DiskInspected(1, ScoreIn.Clean, [], [], "n"),
            new ScenarioRunEvent.DiskRenewed(1),
            new ScenarioRunEvent.FunctionScored(1, run.Results.Count, result, [], Now),
        }.Aggregate(run, ScenarioRunLifecycle.Decide);
}
