namespace BenchCluster.Scoring.Judging;

/// <summary>What a judge's model answered.</summary>
/// <param name="Text">Its words.</param>
/// <param name="InputTokens">Tokens read, where the endpoint says so.</param>
/// <param name="OutputTokens">Tokens written, where the endpoint says so.</param>
internal sealed record JudgeAnswer(string Text, long? InputTokens, long? OutputTokens);
