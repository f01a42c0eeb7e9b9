using BenchCluster.Scenarios;

namespace BenchCluster.Http.Scoring;

/// <summary>The body of trying a custom scorer.</summary>
internal sealed record ScorerValidateRequest
{
    /// <summary>A JSON object; its fields are at the top level of <c>RL_SCORER_CONTEXT</c>.</summary>
    public required RawJson ScoringContext { get; init; }

    /// <summary>Where to try it; default the base image.</summary>
    public ScenarioEnvironment? EnvironmentParameters { get; init; }
}
