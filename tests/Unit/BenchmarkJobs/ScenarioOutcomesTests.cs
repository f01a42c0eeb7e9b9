using BenchCluster.BenchmarkJobs;
using BenchCluster.Http.BenchmarkJobs;
using BenchCluster.ScenarioRuns;
using BenchCluster.Scoring;

namespace BenchCluster.Tests.BenchmarkJobs;

public sealed class ScenarioOutcomesTests
{
    [Fact]
    public void A_score_of_0_is_completed_and_a_failure_has_its_class_and_reason()
    {
        var zero = ScenarioOutcomes.Of(Run(ScenarioRunState.Completed) with { ScoringContractResult = new ScoringContractResult { Score = 0, ScoringFunctionResults = [] } });
        var lost = ScenarioOutcomes.Of(Run(ScenarioRunState.Failed) with { FailureClass = FailureClass.Infrastructure, FailureReason = "the engine is gone" });

        Assert.Equal((ScenarioOutcomeState.Completed, 0.0, null), (zero.State, zero.Score!.Value, zero.FailureReason));
        Assert.Equal((ScenarioOutcomeState.Failed, null), (lost.State, lost.Score));
        Assert.Equal(("InfrastructureError", "the engine is gone"), (lost.FailureReason!.ExceptionType, lost.FailureReason.ExceptionMessage));
    }

    [Fact]
    public void The_average_is_over_what_completed_and_each_state_is_counted()
    {
        ScenarioOutcome[] scenarios =
        [
            Outcome(ScenarioOutcomeState.Completed, 1), Outcome(ScenarioOutcomeState.Completed, 0.5), Outcome(ScenarioOutcomeState.Failed),
            Outcome(ScenarioOutcomeState.Timeout), Outcome(ScenarioOutcomeState.Canceled),
        ];
        var empty = new BenchmarkOutcome { AgentName = "a", BenchmarkRunId = "bmr_1", NCompleted = 0, NFailed = 0, NTimeout = 0, ScenarioOutcomes = [] };

        var counted = ScenarioOutcomes.Count(empty, scenarios);

        Assert.Equal((2, 1, 1, 0.75), (counted.NCompleted, counted.NFailed, counted.NTimeout, counted.AverageScore));
        Assert.Null(ScenarioOutcomes.Count(empty, [Outcome(ScenarioOutcomeState.Failed)]).AverageScore);
    }

    private static ScenarioRunView Run(ScenarioRunState state) => new()
    {
        Id = "srn_1",
        ScenarioId = "scn_1",
        DevboxId = "dbx_1",
        State = state,
        Metadata = new Dictionary<string, string>(),
    };

    private static ScenarioOutcome Outcome(ScenarioOutcomeState state, double? score = null) =>
        new() { ScenarioDefinitionId = "scn_1", ScenarioName = "s", State = state, Score = score };
}
