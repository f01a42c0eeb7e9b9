using Tomlyn.Model;

namespace BenchCluster.Client.Harbor;

/// <summary>What a task says of itself.</summary>
/// <param name="TaskName">Its name, where it has one.</param>
/// <param name="Values">All else, as a scenario's metadata.</param>
internal sealed record HarborMetadata(string? TaskName, IReadOnlyDictionary<string, string> Values)
{
    /// <summary>Fields of <c>[metadata]</c> that keep their own name; others are under <c>harbor.metadata.</c>.</summary>
    private static readonly string[] WellKnown = ["difficulty", "category", "tags", "keywords", "score_in", "score_paths"];

    public static HarborMetadata Read(TomlSection root)
    {
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        void Set(string key, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                values[key] = value;
        }

        Set("source", root.String("source"));
        foreach (var (key, value) in root.Table("metadata") ?? [])
            Set(WellKnown.Contains(key) ? key : $"harbor.metadata.{key}", Text(value));

        var task = root.Section("task");
        var name = task.String("name");
        Set("description", task.String("description"));
        Set("harbor.version", Text(task.Value("version")));
        Set("harbor.authors", Text(task.Value("authors")));
        if (task.Strings("keywords") is { } keywords)
            Set("keywords", string.Join(", ", keywords));
        task.ReportUnknown();
        return new HarborMetadata(string.IsNullOrWhiteSpace(name) ? null : name, values);
    }

    private static string? Text(object? value) => value switch
    {
        null => null,
        TomlArray list => string.Join(", ", list.Select(Text)),
        TomlTableArray tables => string.Join(", ", tables.Select(Text)),
        TomlTable table => string.Join(" ", table.Values.Select(Text)),
        _ => TomlSection.Scalar(value),
    };
}
