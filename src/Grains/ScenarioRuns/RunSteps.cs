using BenchCluster.Scenarios;
using BenchCluster.Scoring;

namespace BenchCluster.ScenarioRuns;

/// <summary>A run through a scenario of several steps, by Harbor's rules. Pure.</summary>
internal static class RunSteps
{
    private const string Reward = "reward";

    /// <summary>The steps; none for most scenarios.</summary>
    public static IReadOnlyList<ScenarioStep> Of(ScenarioRunRecord run) => run.Scenario?.Steps ?? [];

    /// <summary>The step that has no result yet, else the last.</summary>
    public static ScenarioStep? Current(ScenarioRunRecord run) =>
        Of(run) is { Count: > 0 } steps ? steps[Math.Min(run.Results.Count, steps.Count - 1)] : null;

    /// <summary>
    /// The score, once no further step is to be tried. A step without a reward counts as 0: Harbor leaves it out of the mean,
    /// which would make it worth while to crash the verifier.
    /// </summary>
    public static double? Score(ScenarioRunRecord run) =>
        !IsOver(run) ? null
        : run.Scenario!.StepScore is StepScore.Final ? run.Results[^1].Score
        : run.Results.Average(result => result.Score);

    /// <summary>What the agent did in all steps so far, in their order.</summary>
    public static IReadOnlyList<StepResult>? ResultsOf(ScenarioRunRecord run) =>
        Of(run) is { Count: > 0 } steps
            ? [.. steps.Zip(run.AgentResult is { } last ? [.. run.EarlierAgentResults, last] : run.EarlierAgentResults, (step, result) => new StepResult(step.Name, result))]
            : null;

    private static bool IsOver(ScenarioRunRecord run)
    {
        var steps = Of(run);
        return run.Results.Count > 0 && (run.Results.Count == steps.Count || Stops(steps[run.Results.Count - 1], run.Results[^1]));
    }

    private static bool Stops(ScenarioStep step, ScoringFunctionResult result) =>
        result.State is not ScoringState.Complete || (step.MinRewards ?? new Dictionary<string, double>()).Any(bound => !(Value(result, bound.Key) >= bound.Value));

    private static double? Value(ScoringFunctionResult result, string name) =>
        result.Rewards is { } rewards ? (rewards.TryGetValue(name, out var value) ? value : null)
        : name == Reward ? result.Raw ?? result.Score
        : null;
}
