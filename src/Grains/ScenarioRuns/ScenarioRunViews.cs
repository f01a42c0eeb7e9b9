using BenchCluster.Scoring;

namespace BenchCluster.ScenarioRuns;

/// <summary>How a scenario run's state looks from outside.</summary>
internal static class ScenarioRunViews
{
    public static ScenarioRunView Of(ScenarioRunRecord run)
    {
        var spec = run.Spec!;
        return new ScenarioRunView
        {
            Id = run.Id,
            ScenarioId = spec.ScenarioId,
            DevboxId = run.DevboxId,
            State = run.State,
            Metadata = spec.Metadata ?? new Dictionary<string, string>(),
            BenchmarkRunId = spec.BenchmarkRunId,
            Name = spec.RunName,
            Purpose = spec.Profile?.Purpose,
            StartTimeMs = run.CreatedAt.ToUnixTimeMilliseconds(),
            DurationMs = run.EndedAt is { } end ? (long)(end - run.CreatedAt).TotalMilliseconds : null,
            EnvironmentVariables = spec.Profile?.EnvVars,
            SecretsProvided = spec.Profile?.Secrets,
            ScoringContractResult = run.Score is { } score
                ? new ScoringContractResult { Score = score, ScoringFunctionResults = run.Results }
                : null,
            Step = run.Step,
            ScenarioName = run.Scenario?.Name,
            Attempt = run.Attempt,
            Trial = spec.Trial,
            Agent = spec.Agent,
            AgentResult = AgentTotals.Of(run),
            StepResults = RunSteps.ResultsOf(run),
            FailureReason = run.FailureReason,
            FailureClass = run.FailureClass,
            ScoreIn = run.ScoreIn,
            ScoreFlags = run.ScoringNonce is null && run.Results.Count == 0 ? null : run.ScoreFlags,
        };
    }
}
