using Tomlyn.Model;

namespace BenchCluster.Client.Harbor;

/// <summary>Reads <c>artifacts</c>: paths, or tables with a source.</summary>
internal static class HarborArtifacts
{
    /// <summary>What agents leave there is always kept.</summary>
    public const string Convention = "/logs/artifacts";

    public static IReadOnlyList<HarborArtifact> Read(TomlSection parent)
    {
        var artifacts = new List<HarborArtifact>();
        foreach (var (field, item) in parent.Items("artifacts"))
        {
            if (item is string path)
                Add(parent, field, path, null, []);
            else if (item is TomlTable table)
                AddTable(parent.Section(field, table));
            else
                parent.Refuse(field, "expected a path, or a table with a source");
        }

        return artifacts;

        void AddTable(TomlSection section)
        {
            if (section.String("service") is { } service and not "main")
                section.Refuse("service", $"only what is in the main container is kept, not what is in '{service}'");
            var destination = section.String("destination");
            if (destination is not null && !IsPlaceBelow(destination))
                section.Refuse("destination", "expected a relative path, without '..', that is not manifest.json");
            Add(section, "source", section.String("source") ?? "", destination, section.Strings("exclude") ?? []);
            section.ReportUnknown();
        }

        void Add(TomlSection section, string field, string source, string? destination, IReadOnlyList<string> exclude)
        {
            if (IsBelowRoot(source))
                artifacts.Add(new HarborArtifact(source.TrimEnd('/'), destination, exclude));
            else
                section.Refuse(field, $"expected an absolute path below '/', without '.' and '..', found '{source}'");
        }
    }

    private static bool IsBelowRoot(string path) =>
        path.StartsWith('/') && path.TrimEnd('/').Length > 0 && path.Split('/').All(part => part is not (".." or "."));

    private static bool IsPlaceBelow(string path) =>
        !path.StartsWith('/') && !path.Contains('\\', StringComparison.Ordinal) && !path.Split('/').Contains("..") && path.TrimEnd('/') is not ("" or "manifest.json");
}
