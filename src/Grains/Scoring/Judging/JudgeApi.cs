namespace BenchCluster.Scoring.Judging;

/// <summary>How a judge's endpoint is spoken to.</summary>
internal enum JudgeApi
{
    /// <summary>Chat completions, as many servers have them.</summary>
    Openai,

    /// <summary>Anthropic's messages.</summary>
    Anthropic,
}
