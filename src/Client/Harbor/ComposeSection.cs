using YamlDotNet.RepresentationModel;

namespace BenchCluster.Client.Harbor;

/// <summary>
/// A mapping of a compose file. Reading a key checks its kind and marks it as known; what nobody asked for is refused at the
/// end: an option that is left out could change what a task is.
/// </summary>
internal sealed class ComposeSection(YamlMappingNode node, string file, string path, Func<string, string?> environment, HarborProblems problems)
{
    private readonly HashSet<string> _known = [];

    public string Name(string key) => path.Length == 0 ? key : $"{path}.{key}";

    public IEnumerable<string> Keys => node.Children.Keys.OfType<YamlScalarNode>().Select(key => key.Value ?? "");

    public void Refuse(string key, string reason) => problems.Refuse(file, Name(key), reason);

    /// <summary>Known, and without a bearing on what a task is.</summary>
    public void Ignore(params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
            _known.Add(key);
    }

    public bool Has(string key) => Value(key) is not null;

    public string? Text(string key) => Value(key) switch
    {
        null => null,
        YamlScalarNode scalar => Resolve(key, scalar),
        _ => Wrong<string>(key, "a text"),
    };

    /// <summary>A text, or a list of texts.</summary>
    public (string? Text, IReadOnlyList<string>? List) TextOrList(string key) => Value(key) switch
    {
        YamlSequenceNode list when list.All(item => item is YamlScalarNode) => (null, [.. list.Cast<YamlScalarNode>().Select(item => Resolve(key, item))]),
        null => (null, null),
        YamlScalarNode scalar => (Resolve(key, scalar), null),
        _ => (Wrong<string>(key, "a text or a list of texts"), null),
    };

    public IReadOnlyList<string> Texts(string key) => TextOrList(key) is var (text, list) && list is not null ? list : text is null ? [] : [text];

    /// <summary>A mapping of texts, or a list of <c>NAME=VALUE</c>; a name without a value has the caller's.</summary>
    public IReadOnlyDictionary<string, string> Pairs(string key)
    {
        var pairs = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (Value(key) is YamlMappingNode map)
        {
            foreach (var (name, value) in map.Children)
                pairs[((YamlScalarNode)name).Value ?? ""] = value is YamlScalarNode { Value: { Length: > 0 } } scalar ? Resolve(key, scalar) : "";
            return pairs;
        }

        foreach (var text in Texts(key))
        {
            var at = text.IndexOf('=', StringComparison.Ordinal);
            pairs[at < 0 ? text : text[..at]] = at < 0 ? environment(text) ?? "" : text[(at + 1)..];
        }

        return pairs;
    }

    /// <summary>The items of a list: texts, or mappings; the keys of a mapping.</summary>
    public IReadOnlyList<(string? Text, ComposeSection? Section)> Items(string key) => Value(key) switch
    {
        null => [],
        YamlSequenceNode list =>
            [.. list.Select((item, i) => item is YamlMappingNode map ? ((string?)null, Of($"{key}[{i}]", map)) : (Resolve(key, (item as YamlScalarNode) ?? new YamlScalarNode("")), null))],
        YamlMappingNode map =>
            [.. map.Children.Select(pair => (((YamlScalarNode)pair.Key).Value, pair.Value is YamlMappingNode value ? Of($"{key}.{pair.Key}", value) : null))],
        _ => Wrong<IReadOnlyList<(string?, ComposeSection?)>>(key, "a list") ?? [],
    };

    /// <summary>A mapping; null where it is absent or a text.</summary>
    public ComposeSection? Section(string key) => Value(key) is YamlMappingNode map ? Of(key, map) : null;

    /// <summary>Refuses the keys that were not asked for.</summary>
    public void RefuseUnknown()
    {
        foreach (var key in Keys.Where(key => !_known.Contains(key) && !key.StartsWith("x-", StringComparison.Ordinal)))
            Refuse(key, "is not supported; scores without it would mean something else");
    }

    private YamlNode? Value(string key)
    {
        _known.Add(key);
        return node.Children.TryGetValue(new YamlScalarNode(key), out var value) && value is not YamlScalarNode { Value: null or "" or "~" or "null" } ? value : null;
    }

    private ComposeSection Of(string key, YamlMappingNode map) => new(map, file, Name(key), environment, problems);

    private string Resolve(string key, YamlScalarNode scalar) => ComposeVariables.Resolve(
        scalar.Value ?? "", environment, variable => Refuse(key, $"the variable {variable} is not set, and has no default"));

    private T? Wrong<T>(string key, string expected)
        where T : class
    {
        Refuse(key, $"expected {expected}");
        return null;
    }
}
