using BenchCluster.Scenarios;
using BenchCluster.Scoring;

namespace BenchCluster.Http.Scoring;

/// <summary>What a custom scorer gave when it was tried.</summary>
internal sealed record ScorerValidateView
{
    /// <summary>The scorer's type.</summary>
    public required string Name { get; init; }

    /// <summary>The context that it was tried with.</summary>
    public required RawJson ScoringContext { get; init; }

    /// <summary>What it gave.</summary>
    public required ScoringFunctionResult ScoringResult { get; init; }

    /// <summary>Where it was tried.</summary>
    public ScenarioEnvironment? EnvironmentParameters { get; init; }
}
