using System.Text.Json;

namespace BenchCluster.Trajectories;

/// <summary>Reads JSON of unknown origin: what is not there, or of another type, is nothing.</summary>
internal static class JsonReading
{
    public static JsonElement Object(this JsonElement element, string field) =>
        Field(element, field) is { ValueKind: JsonValueKind.Object } found ? found : default;

    public static IReadOnlyList<JsonElement> Array(this JsonElement element, string field) =>
        Field(element, field) is { ValueKind: JsonValueKind.Array } found ? [.. found.EnumerateArray()] : [];

    public static string? Text(this JsonElement element, string field) =>
        Field(element, field) is { ValueKind: JsonValueKind.String } found ? found.GetString() : null;

    public static double? Number(this JsonElement element, string field) =>
        Field(element, field) is { ValueKind: JsonValueKind.Number } found && found.TryGetDouble(out var number) && number >= 0 && double.IsFinite(number)
            ? number
            : null;

    public static long? Whole(this JsonElement element, string field) =>
        element.Number(field) is { } number && number <= long.MaxValue / 2 ? (long)number : null;

    private static JsonElement? Field(JsonElement element, string field) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(field, out var found) ? found : null;
}
