using System.Globalization;
using System.Text.Json;

namespace BenchCluster.Scoring;

/// <summary>
/// Harbor's rule: <c>reward.txt</c> (one number) first, else <c>reward.json</c> (named numbers: the one called
/// <c>reward</c>, else the mean of all). Neither, an empty or an unparsable one is an error and not a zero. A reward
/// outside 0 to 1 is legal: the score is clamped and the reward is kept.
/// </summary>
internal static class HarborReward
{
    /// <summary>The directory that a verifier leaves its reward in.</summary>
    public const string Directory = "/logs/verifier";

    /// <summary>The names of both files.</summary>
    public static readonly IReadOnlyList<string> Files = ["reward.txt", "reward.json"];

    /// <summary>The file with one number.</summary>
    public const string TextFile = Directory + "/reward.txt";

    /// <summary>The file with named numbers.</summary>
    public const string JsonFile = Directory + "/reward.json";

    /// <summary>Reads the reward from the two files' texts; null for one that does not exist.</summary>
    public static ScoreReading Read(string? text, string? json)
    {
        // Both were made, empty, before the verifier ran: to own them.
        text = string.IsNullOrWhiteSpace(text) ? null : text;
        json = string.IsNullOrWhiteSpace(json) ? null : json;
        if (text is not null)
        {
            return double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var reward) && double.IsFinite(reward)
                ? Clamp(reward, new Dictionary<string, double> { ["reward"] = reward })
                : new(0, $"{TextFile} holds no number: '{Shorten(text.Trim())}'.");
        }

        return json is null
            ? new(0, $"The verifier left neither {TextFile} nor {JsonFile}.")
            : ReadJson(json);
    }

    private static ScoreReading ReadJson(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind is not JsonValueKind.Object)
                return new(0, $"{JsonFile} is no object of named numbers.");
            var rewards = new Dictionary<string, double>();
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (property.Value.ValueKind is not JsonValueKind.Number)
                    return new(0, $"{JsonFile}: '{property.Name}' is no number.");
                rewards[property.Name] = property.Value.GetDouble();
            }

            if (rewards.Count == 0)
                return new(0, $"{JsonFile} names no reward.");
            return Clamp(rewards.TryGetValue("reward", out var reward) ? reward : rewards.Values.Average(), rewards);
        }
        catch (JsonException e)
        {
            return new(0, $"{JsonFile} is no JSON: {e.Message}");
        }
    }

    private static ScoreReading Clamp(double reward, IReadOnlyDictionary<string, double> rewards) =>
        reward is >= 0 and <= 1 ? new(reward, Rewards: rewards) : new(Math.Clamp(reward, 0, 1), Raw: reward, Rewards: rewards);

    private static string Shorten(string text) => text.Length <= 200 ? text : $"{text[..200]}…";
}
