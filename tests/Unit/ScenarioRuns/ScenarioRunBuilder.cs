using BenchCluster.Resources;
using BenchCluster.ScenarioRuns;
using BenchCluster.Scenarios;
using BenchCluster.Scoring;

namespace BenchCluster.Tests.ScenarioRuns;

/// <summary>Builds runs for tests of pure code.</summary>
internal static class ScenarioRunBuilder
{
    public static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(20_000);

    public static ScenarioRunRecord Started(bool isOrchestrated = true, params double[] weights) =>
        ScenarioRunLifecycle.Decide(new ScenarioRunRecord(), StartedEvent(isOrchestrated, weights));

    public static ScenarioRunEvent StartedEvent(bool isOrchestrated = true, params double[] weights) => new ScenarioRunEvent.Started(
        "srn_1",
        new ScenarioRunSpec
        {
            ScenarioId = "scn_1",
            BenchmarkRunId = "bmr_1",
            Index = isOrchestrated ? 0 : null,
            Agent = isOrchestrated ? new AgentSpec { Type = AgentKind.Nop } : null,
        },
        Scenario(weights.Length == 0 ? [1] : weights),
        Now);

    public static ScenarioView Scenario(params double[] weights) => new()
    {
        Id = "scn_1",
        Name = "a scenario",
        Status = DefinitionStatus.Active,
        InputContext = new InputContext { ProblemStatement = "solve it" },
        Metadata = new Dictionary<string, string>(),
        ScoringContract = new ScoringContract
        {
            ScoringFunctionParameters =
            [
                .. weights.Select((weight, i) => new ScoringFunction { Name = $"f{i}", Weight = weight, Scorer = new CommandScorer { Command = "true" } }),
            ],
        },
    };

    public static ScoringFunctionResult Result(double score) =>
        new() { ScoringFunctionName = "f", Score = score, State = ScoringState.Complete, Output = "" };
}
