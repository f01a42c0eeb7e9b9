namespace BenchCluster.Scoring.Judging;

/// <summary>The models that judge.</summary>
internal interface IJudgeModel
{
    /// <summary>Asks once.</summary>
    /// <exception cref="BenchException">
    /// <see cref="BenchError.Unavailable"/>: no answer came, or the endpoint is busy or broken; trying again may help.
    /// <see cref="BenchError.BadRequest"/>: it refuses, or its answer cannot be read.
    /// </exception>
    Task<JudgeAnswer> AskAsync(JudgeQuestion question, string? apiKey, CancellationToken cancellationToken);
}
