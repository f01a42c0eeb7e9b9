using System.Text.Json;

namespace BenchCluster.Scoring.Judging;

/// <summary>A judge's vote.</summary>
internal sealed record JudgeVerdict(double Score, string Reason)
{
    /// <summary>Reads the last line that is a JSON object with a score from 0 to 1; null when there is none.</summary>
    public static JudgeVerdict? Read(string answer)
    {
        foreach (var line in answer.Split('\n', StringSplitOptions.TrimEntries).Reverse())
        {
            if (!line.StartsWith('{'))
                continue;
            try
            {
                using var document = JsonDocument.Parse(line);
                return document.RootElement.TryGetProperty("score", out var score)
                    && score.ValueKind is JsonValueKind.Number && score.GetDouble() is >= 0 and <= 1 and var value
                        ? new JudgeVerdict(value, ReasonIn(document.RootElement))
                        : null;
            }
            catch (JsonException)
            {
                return null;
            }
        }

        return null;
    }

    private static string ReasonIn(JsonElement verdict) =>
        verdict.TryGetProperty("reason", out var reason) && reason.ValueKind is JsonValueKind.String ? reason.GetString()! : "";
}
