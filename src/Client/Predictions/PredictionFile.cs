using System.Text.Json.Nodes;
using BenchCluster.Client.SweBench;

namespace BenchCluster.Client.Predictions;

/// <summary>
/// A file of predictions as SWE-bench's harness takes them: JSON Lines, a JSON list, or a JSON object by instance, of
/// <c>instance_id</c>, <c>model_patch</c> and <c>model_name_or_path</c>.
/// </summary>
internal static class PredictionFile
{
    private const string Instance = "instance_id";
    private const string Patch = "model_patch";
    private const string Model = "model_name_or_path";

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It cannot be understood; the message names the entry, the field and the rule.</exception>
    public static async Task<IReadOnlyList<Prediction>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var predictions = new List<Prediction>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in await RowsAsync(path, cancellationToken))
        {
            var prediction = Of(row, $"{path}, prediction {predictions.Count + 1}");
            if (!seen.Add(prediction.InstanceId))
                throw new InvalidDataException($"{path}: has more than one prediction for '{prediction.InstanceId}'.");
            predictions.Add(prediction);
        }

        return predictions.Count > 0 ? predictions : throw new InvalidDataException($"{path}: has no predictions.");
    }

    private static async Task<IReadOnlyList<JsonObject>> RowsAsync(string path, CancellationToken cancellationToken)
    {
        // An object by instance may stand on one line or on many, which no list of lines does.
        var text = await File.ReadAllTextAsync(path, cancellationToken);
        if (!text.AsSpan().TrimStart().StartsWith("{"))
            return await DatasetRows.ReadAsync(path, cancellationToken);
        JsonObject? whole;
        try
        {
            whole = JsonNode.Parse(text) as JsonObject;
        }
        catch (System.Text.Json.JsonException)
        {
            return await DatasetRows.ReadAsync(path, cancellationToken);
        }

        if (whole!.ContainsKey(Instance))
            return [whole];
        return [.. whole.Select(entry =>
        {
            var row = entry.Value?.DeepClone() as JsonObject ?? throw new InvalidDataException($"{path}: '{entry.Key}': expected a JSON object.");
            row.TryAdd(Instance, entry.Key);
            return row;
        })];
    }

    private static Prediction Of(JsonObject row, string where) => new(
        Text(row, Instance, where) is { Length: > 0 } id ? id : throw new InvalidDataException($"{where}: {Instance}: is required."),
        Text(row, Model, where) is { Length: > 0 } model ? model : "predictions",
        row.ContainsKey(Patch) ? Text(row, Patch, where) ?? "" : throw new InvalidDataException($"{where}: {Patch}: is required; null or \"\" where there is no patch."));

    private static string? Text(JsonObject row, string field, string where) => row[field] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => throw new InvalidDataException($"{where}: {field}: expected a text."),
    };
}
