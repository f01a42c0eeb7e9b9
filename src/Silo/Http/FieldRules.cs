using System.Text.RegularExpressions;
using BenchCluster.Scoring;
using BenchCluster.Scoring.Trust;

namespace BenchCluster.Http;

/// <summary>Rules that many fields share. Each throws a 422 that names the field and the rule.</summary>
internal static partial class FieldRules
{
    private const int LongestName = 1024;
    private const int MostEntries = 1000;
    private const int LongestKey = 256;
    private const int LongestMetadata = 64 * 1024;

    /// <summary>Linux takes no larger variable (MAX_ARG_STRLEN, less the name).</summary>
    private const int LongestVariable = 96 * 1024;

    /// <summary>Fails unless the rule holds.</summary>
    public static void Require(bool holds, string field, string rule)
    {
        if (!holds)
            throw BenchException.Invalid(field, rule);
    }

    /// <summary>A name that must be there.</summary>
    public static void Name(string field, string? name)
    {
        Require(!string.IsNullOrWhiteSpace(name), field, "must not be blank.");
        OptionalName(field, name);
    }

    /// <summary>A name that may be absent.</summary>
    public static void OptionalName(string field, string? name)
    {
        Require(name is null || name.Length <= LongestName, field, $"must not be longer than {LongestName} characters.");
        Require(name is null || !name.Any(char.IsControl), field, "must not contain control characters.");
    }

    /// <summary>Labels of the caller.</summary>
    public static void Metadata(string field, IReadOnlyDictionary<string, string>? metadata)
    {
        if (metadata is null)
            return;
        Require(metadata.Count <= MostEntries, field, $"must not have more than {MostEntries} entries.");
        foreach (var (key, value) in metadata)
        {
            Require(key.Length is > 0 and <= LongestKey, field, $"keys must have 1 to {LongestKey} characters.");
            Require(value is not null && value.Length <= LongestMetadata, $"{field}.{key}", $"must be a text of at most {LongestMetadata} characters.");
        }
    }

    /// <summary>Labels of a scenario or its run, of which some say where it is scored (see docs/scoring.md).</summary>
    public static void ScenarioMetadata(string field, IReadOnlyDictionary<string, string>? metadata)
    {
        Metadata(field, metadata);
        if (metadata?.GetValueOrDefault(ScoringPlace.InKey) is { } place)
        {
            var names = string.Join(", ", Enum.GetValues<ScoreIn>().Select(WireJson.NameOf));
            Require(ScoringPlace.Parse(place) is not null, $"{field}.{ScoringPlace.InKey}", $"must be one of {names}.");
        }

        foreach (var path in ScoringPlace.SplitPaths(metadata?.GetValueOrDefault(ScoringPlace.PathsKey)))
        {
            AbsolutePath($"{field}.{ScoringPlace.PathsKey}", path);
            Require(IsBelowRoot(path), $"{field}.{ScoringPlace.PathsKey}", "must be paths below '/', separated by commas, without '.' and '..'.");
        }
    }

    /// <summary>An absolute path of something that may be copied: not all of the disk, and with no way out of where it says it is.</summary>
    public static void PathBelowRoot(string field, string? path)
    {
        AbsolutePath(field, path);
        Require(IsBelowRoot(path!), field, "must be below '/', without '.' and '..'.");
    }

    private static bool IsBelowRoot(string path) =>
        path.TrimEnd('/').Length > 0 && path.Split('/').All(part => part is not (".." or "."));

    /// <summary>Environment variables.</summary>
    public static void EnvironmentVariables(string field, IReadOnlyDictionary<string, string>? variables)
    {
        if (variables is null)
            return;
        Require(variables.Count <= MostEntries, field, $"must not have more than {MostEntries} entries.");
        foreach (var (name, value) in variables)
        {
            Require(VariableName().IsMatch(name), $"{field}.{name}", "names of variables are letters, digits and '_', not beginning with a digit.");
            Require(
                value is not null && value.Length <= LongestVariable && !value.Contains('\0', StringComparison.Ordinal),
                $"{field}.{name}",
                $"must be a text of at most {LongestVariable} characters without a zero character.");
        }
    }

    /// <summary>A list of texts of which none is blank.</summary>
    public static void Texts(string field, IReadOnlyList<string>? texts)
    {
        for (var i = 0; i < (texts?.Count ?? 0); i++)
            Require(!string.IsNullOrWhiteSpace(texts![i]), $"{field}[{i}]", "must not be blank.");
    }

    /// <summary>A command for the shell.</summary>
    public static void Command(string field, string? command)
    {
        const int longest = 1 << 20;
        Require(!string.IsNullOrEmpty(command), field, "must not be empty.");
        Require(command!.Length <= longest, field, $"must not be longer than {longest} characters.");
        Require(!command.Contains('\0', StringComparison.Ordinal), field, "must not contain a zero character.");
    }

    /// <summary>A path in a devbox: absolute, or relative to the user's home.</summary>
    public static void Path(string field, string? path)
    {
        const int longest = 4096;
        Require(!string.IsNullOrEmpty(path), field, "must not be empty.");
        Require(path!.Length < longest, field, $"must be shorter than {longest} characters.");
        Require(!path.Contains('\0', StringComparison.Ordinal), field, "must not contain a zero character.");
    }

    /// <summary>An absolute path in a devbox.</summary>
    public static void AbsolutePath(string field, string? path)
    {
        Path(field, path);
        Require(path!.StartsWith('/'), field, "must be an absolute path.");
    }

    /// <summary>A number of seconds in a range.</summary>
    public static void Seconds(string field, double? seconds, double least, double most) => Require(
        seconds is null || (double.IsFinite(seconds.Value) && seconds >= least && seconds <= most), field, $"must be from {least} to {most} seconds.");

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$")]
    private static partial Regex VariableName();
}
