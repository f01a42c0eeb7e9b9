namespace BenchCluster.BenchmarkRuns;

/// <summary>How a benchmark run's state looks from outside.</summary>
internal static class BenchmarkRunViews
{
    public static BenchmarkRunView Of(BenchmarkRunRecord run)
    {
        var request = run.Request!;
        return new BenchmarkRunView
        {
            Id = run.Id,
            BenchmarkId = request.BenchmarkId,
            State = run.State,
            Metadata = request.Metadata ?? new Dictionary<string, string>(),
            StartTimeMs = run.CreatedAt.ToUnixTimeMilliseconds(),
            DurationMs = run.EndedAt is { } end ? (long)(end - run.CreatedAt).TotalMilliseconds : null,
            Name = request.RunName,
            Purpose = request.RunProfile?.Purpose,
            Score = run.IsTerminal && run.Total > 0 ? run.ScoreSum / run.Total : null,
            EnvironmentVariables = request.RunProfile?.EnvVars,
            SecretsProvided = request.RunProfile?.Secrets,
            Progress = new BenchmarkRunProgress
            {
                Total = run.Total,
                Pending = run.IsOrchestrated ? run.Total - run.Started : 0,
                Active = run.IsOrchestrated ? run.Started - run.EndedCount : run.Total - run.EndedCount,
                Scored = run.Scored,
                Failed = run.Failed,
                Canceled = run.Canceled,
            },
            Agent = request.Agent,
            NConcurrentTrials = run.IsOrchestrated ? run.Concurrency : null,
            NAttempts = run.IsOrchestrated ? run.Trials : null,
            Problems = run.Problems.Count > 0 ? run.Problems : null,
        };
    }
}
