using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace BenchCluster.Http.BenchmarkJobs;

/// <summary>
/// A mapping of a YAML file. Reading a field checks its type and marks it as known; what nobody asked for is noted at the
/// end, so that no field is dropped silently.
/// </summary>
internal sealed class YamlSection(YamlMappingNode node, string path, List<string> notes)
{
    private readonly HashSet<string> _known = [];

    /// <summary>The full name of a field, as messages name it.</summary>
    public string Name(string field) => path.Length == 0 ? field : $"{path}.{field}";

    /// <summary>The value; null where it is absent or null.</summary>
    public YamlNode? Value(string field)
    {
        _known.Add(field);
        return node.Children.TryGetValue(new YamlScalarNode(field), out var value) && !IsNull(value) ? value : null;
    }

    public string? Text(string field) => Value(field) switch
    {
        null => null,
        YamlScalarNode { Value: { } text } => text,
        _ => throw Wrong(field, "a text"),
    };

    public double? Number(string field) => Text(field) is not { } text ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number
        : throw Wrong(field, $"a number, found '{text}'");

    public int? Whole(string field) => Text(field) is not { } text ? null
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw Wrong(field, $"a whole number, found '{text}'");

    public bool? Flag(string field) => Text(field) is not { } text ? null
        : bool.TryParse(text, out var flag) ? flag
        : throw Wrong(field, $"true or false, found '{text}'");

    public IReadOnlyList<string>? Texts(string field) => Value(field) switch
    {
        null => null,
        YamlSequenceNode list when list.All(item => item is YamlScalarNode) => [.. list.Select(item => ((YamlScalarNode)item).Value ?? "")],
        _ => throw Wrong(field, "a list of texts"),
    };

    /// <summary>A mapping of scalars, as texts.</summary>
    public IReadOnlyDictionary<string, string> Map(string field) => Value(field) switch
    {
        null => new Dictionary<string, string>(),
        YamlMappingNode map when map.Children.Values.All(item => item is YamlScalarNode) =>
            map.Children.ToDictionary(pair => ((YamlScalarNode)pair.Key).Value ?? "", pair => ((YamlScalarNode)pair.Value).Value ?? ""),
        _ => throw Wrong(field, "a mapping of texts"),
    };

    /// <summary>A mapping; empty where it is absent.</summary>
    public YamlSection Section(string field) => Value(field) switch
    {
        null => new YamlSection([], Name(field), notes),
        YamlMappingNode map => new YamlSection(map, Name(field), notes),
        _ => throw Wrong(field, "a mapping"),
    };

    /// <summary>A list of mappings; empty where it is absent.</summary>
    public IReadOnlyList<YamlSection> Sections(string field) => Value(field) switch
    {
        null => [],
        YamlSequenceNode list when list.All(item => item is YamlMappingNode) =>
            [.. list.Select((item, i) => new YamlSection((YamlMappingNode)item, $"{Name(field)}[{i}]", notes))],
        _ => throw Wrong(field, "a list of mappings"),
    };

    /// <summary>Fields that are known and have no effect here; noted where they are given.</summary>
    public void Ignore(string why, params ReadOnlySpan<string> fields)
    {
        foreach (var field in fields)
        {
            if (Value(field) is not null)
                notes.Add($"{Name(field)}: {why}");
        }
    }

    /// <summary>Notes the fields that nobody asked for.</summary>
    public void NoteUnknown()
    {
        foreach (var key in node.Children.Keys.OfType<YamlScalarNode>().Where(key => !_known.Contains(key.Value ?? "")))
            notes.Add($"{Name(key.Value ?? "")}: unknown field; it has no effect");
    }

    /// <summary>A 422 for a field.</summary>
    public BenchException Refuse(string field, string reason) => BenchException.Invalid($"spec.inline_yaml: {Name(field)}", reason);

    private BenchException Wrong(string field, string expected) => Refuse(field, $"expected {expected}.");

    private static bool IsNull(YamlNode value) => value is YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain, Value: "" or "~" or "null" or "Null" or "NULL" };
}
