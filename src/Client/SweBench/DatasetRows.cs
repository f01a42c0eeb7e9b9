using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Parquet.Serialization;

namespace BenchCluster.Client.SweBench;

/// <summary>The rows of a dataset's file: JSON Lines, a JSON list, or Parquet, told apart by what the file begins with.</summary>
internal static class DatasetRows
{
    private static readonly byte[] ParquetMagic = "PAR1"u8.ToArray();

    /// <summary>Reads all rows.</summary>
    /// <exception cref="InvalidDataException">The file cannot be understood; the message names it, and the line.</exception>
    public static async Task<IReadOnlyList<JsonObject>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        var magic = new byte[ParquetMagic.Length];
        var isParquet = await file.ReadAtLeastAsync(magic, magic.Length, throwOnEndOfStream: false, cancellationToken) == magic.Length
            && magic.AsSpan().SequenceEqual(ParquetMagic);
        file.Position = 0;
        if (isParquet)
            return await ReadParquetAsync(path, file, cancellationToken);
        using var reader = new StreamReader(file, Encoding.UTF8);
        var text = await reader.ReadToEndAsync(cancellationToken);
        return text.AsSpan().TrimStart().StartsWith("[") ? ReadList(path, text) : ReadLines(path, text);
    }

    private static List<JsonObject> ReadLines(string path, string text)
    {
        var rows = new List<JsonObject>();
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
                rows.Add(Parse(line, $"{path}, line {number}") as JsonObject ?? throw new InvalidDataException($"{path}, line {number}: expected a JSON object."));
        }

        return rows;
    }

    private static List<JsonObject> ReadList(string path, string text)
    {
        var list = (JsonArray)Parse(text, path)!;
        return [.. list.Select((item, index) => item as JsonObject ?? throw new InvalidDataException($"{path}, entry {index + 1}: expected a JSON object."))];
    }

    private static JsonNode? Parse(string text, string where)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = true });
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{where}: is no JSON: {error.Message}", error);
        }
    }

    private static async Task<IReadOnlyList<JsonObject>> ReadParquetAsync(string path, Stream file, CancellationToken cancellationToken)
    {
        try
        {
            var read = await ParquetSerializer.DeserializeUntypedAsync(file, cancellationToken: cancellationToken);
            return [.. read.Data.Select(row => new JsonObject(row.Select(field => KeyValuePair.Create(field.Key, NodeOf(field.Value)))))];
        }
        catch (Exception error) when (error is not (OperationCanceledException or OutOfMemoryException))
        {
            // The library throws what it happens upon in a damaged file.
            throw new InvalidDataException($"{path}: is no Parquet file that can be read: {error.Message}", error);
        }
    }

    private static JsonNode? NodeOf(object? value) => value switch
    {
        null => null,
        string text => JsonValue.Create(text),
        ReadOnlyMemory<char> text => JsonValue.Create(text.ToString()),
        byte[] bytes => JsonValue.Create(Encoding.UTF8.GetString(bytes)),
        DateTime time => JsonValue.Create(time),
        System.Collections.IDictionary map => new JsonObject(map.Keys.Cast<object>()
            .Select(key => KeyValuePair.Create(key.ToString() ?? "", NodeOf(map[key])))),
        System.Collections.IEnumerable list => new JsonArray([.. list.Cast<object?>().Select(NodeOf)]),
        _ => JsonSerializer.SerializeToNode(value),
    };
}
