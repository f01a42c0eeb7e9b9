using System.Text.Json;
using BenchCluster.Engine;

namespace BenchCluster.Scoring;

/// <summary>
/// What a custom scorer can reach while it scores: <c>network</c> of its <c>scorer_params</c>, <c>true</c> or <c>false</c>;
/// without it, what the devbox can (decision 0055).
/// </summary>
internal static class ScorerNetwork
{
    /// <summary>The field.</summary>
    public const string Field = "network";

    /// <summary>Why it is not changed where the agent's processes are alive.</summary>
    public const string NotLive =
        $"scorer_params.{Field} cannot be had with score_in 'live': what the agent has left running would have the same network.";

    /// <summary>What it asks for; null for what the devbox has.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.InvalidField"/>: it is something else than <c>true</c> or <c>false</c>.</exception>
    public static ContainerNetwork? Of(string field, RawJson? scorerParams)
    {
        if (scorerParams is not { } given)
            return null;
        using var document = JsonDocument.Parse(given.ToString(), new JsonDocumentOptions { MaxDepth = 128 });
        if (document.RootElement.ValueKind is not JsonValueKind.Object || !document.RootElement.TryGetProperty(Field, out var asked))
            return null;
        return asked.ValueKind switch
        {
            JsonValueKind.True => ContainerNetwork.Bridge,
            JsonValueKind.False => ContainerNetwork.None,
            JsonValueKind.Null => null,
            _ => throw BenchException.Invalid($"{field}.{Field}", "must be true or false."),
        };
    }
}
