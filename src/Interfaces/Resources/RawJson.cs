using System.Text.Json;
using System.Text.Json.Serialization;

namespace BenchCluster.Resources;

/// <summary>Any JSON value that we carry but do not read, as its text.</summary>
/// <param name="Text">The JSON text.</param>
[GenerateSerializer, Immutable, Alias("bench.RawJson")]
[JsonConverter(typeof(Converter))]
public readonly record struct RawJson([property: Id(0)] string Text)
{
    /// <inheritdoc/>
    public override string ToString() => Text ?? "null";

    private sealed class Converter : JsonConverter<RawJson>
    {
        public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            return new RawJson(document.RootElement.GetRawText());
        }

        public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.ToString());
    }
}
