using BenchCluster.BenchmarkJobs;
using BenchCluster.ScenarioRuns;

namespace BenchCluster.Http.BenchmarkJobs;

/// <summary>Scenario runs as outcomes of a job. Pure.</summary>
internal static class ScenarioOutcomes
{
    /// <summary>How a scenario run came out.</summary>
    public static ScenarioOutcome Of(ScenarioRunView run)
    {
        var state = run.State switch
        {
            ScenarioRunState.Completed when run.ScoringContractResult is not null => ScenarioOutcomeState.Completed,
            ScenarioRunState.Canceled => ScenarioOutcomeState.Canceled,
            ScenarioRunState.Timeout => ScenarioOutcomeState.Timeout,
            _ => ScenarioOutcomeState.Failed,
        };
        return new ScenarioOutcome
        {
            ScenarioDefinitionId = run.ScenarioId,
            ScenarioName = run.ScenarioName ?? run.ScenarioId,
            State = state,
            DurationMs = run.DurationMs,
            FailureReason = state is ScenarioOutcomeState.Failed or ScenarioOutcomeState.Timeout ? FailureOf(run) : null,
            ScenarioRunId = run.Id,
            Score = state is ScenarioOutcomeState.Completed ? run.ScoringContractResult!.Score : null,
        };
    }

    /// <summary>A scenario whose run was refused.</summary>
    public static ScenarioOutcome Refused(string scenarioId, string name, string reason) => new()
    {
        ScenarioDefinitionId = scenarioId,
        ScenarioName = name,
        State = ScenarioOutcomeState.Failed,
        FailureReason = new ScenarioFailure { ExceptionType = "ScenarioRefusedError", ExceptionMessage = reason },
    };

    /// <summary>The outcome of an agent with those of its scenarios counted.</summary>
    public static BenchmarkOutcome Count(BenchmarkOutcome outcome, IReadOnlyList<ScenarioOutcome> scenarios)
    {
        var scores = scenarios.Select(scenario => scenario.Score).OfType<double>().ToList();
        return outcome with
        {
            ScenarioOutcomes = scenarios,
            NCompleted = scores.Count,
            NFailed = scenarios.Count(scenario => scenario.State is ScenarioOutcomeState.Failed),
            NTimeout = scenarios.Count(scenario => scenario.State is ScenarioOutcomeState.Timeout),
            AverageScore = scores.Count > 0 ? scores.Average() : null,
        };
    }

    private static ScenarioFailure FailureOf(ScenarioRunView run) => new()
    {
        ExceptionType = run.State is ScenarioRunState.Timeout ? "TimeoutError" : $"{run.FailureClass?.ToString() ?? "Run"}Error",
        ExceptionMessage = run.FailureReason ?? $"The scenario run is {WireJson.NameOf(run.State)}.",
    };
}
