using BenchCluster.Scenarios;
using BenchCluster.Scoring;

namespace BenchCluster.Tests.Scenarios;

/// <summary>Builds scenarios.</summary>
internal static class ScenarioBuilder
{
    /// <summary>A scenario with these scoring functions; without any, one command that the simulated host lets succeed.</summary>
    public static ScenarioCreateRequest Scenario(params ScoringFunction[] functions) => new()
    {
        Name = "a scenario",
        InputContext = new InputContext { ProblemStatement = "solve it" },
        ScoringContract = new ScoringContract
        {
            ScoringFunctionParameters = functions.Length > 0 ? functions : [Function(new CommandScorer { Command = "true" })],
        },
    };

    /// <summary>A scoring function.</summary>
    public static ScoringFunction Function(ScorerSpec scorer, double weight = 1, string name = "f") =>
        new() { Name = name, Weight = weight, Scorer = scorer };
}
