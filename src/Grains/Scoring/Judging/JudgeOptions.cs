namespace BenchCluster.Scoring.Judging;

/// <summary>Which endpoints judges may be asked at: the silo makes the call, so a scenario's author must not choose freely.</summary>
/// <param name="Endpoints">Base URLs beside those of OpenAI and Anthropic, as the operator gives them.</param>
internal sealed record JudgeOptions(IReadOnlyList<string> Endpoints)
{
    /// <summary>The base URL that is meant where a scorer gives none.</summary>
    public static string DefaultOf(JudgeApi api) => api is JudgeApi.Anthropic ? "https://api.anthropic.com" : "https://api.openai.com/v1";

    /// <summary>Whether a judge may be asked there.</summary>
    public bool Allows(JudgeApi api, string baseUrl) =>
        Plain(baseUrl) == DefaultOf(api) || Endpoints.Any(endpoint => Plain(endpoint) == Plain(baseUrl));

    private static string Plain(string url) => url.Trim().TrimEnd('/');
}
