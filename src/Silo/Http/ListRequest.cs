using System.Globalization;
using System.Text.RegularExpressions;
using BenchCluster.Index;

namespace BenchCluster.Http;

/// <summary>The query of a list: page and filters.</summary>
internal static partial class ListRequest
{
    private const int MostRows = 5000;

    /// <summary>The page that is asked for; filters are the caller's to add.</summary>
    public static ResourceQuery Of(HttpContext http, ResourceKind kind) => new()
    {
        Kind = kind.Prefix,
        Limit = LimitOf(http),
        StartingAfter = Text(http, "starting_after"),
        CountAll = Text(http, "include_total_count") is not ("false" or "False" or "0"),
    };

    /// <summary>A parameter's value; null when it is absent or empty.</summary>
    public static string? Text(HttpContext http, string name) =>
        http.Request.Query.TryGetValue(name, out var value) && value.ToString() is { Length: > 0 } text ? text : null;

    /// <summary>A parameter that names a value of an enum, as the list's status.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.BadRequest"/>: it names none.</exception>
    public static string? Enum<T>(HttpContext http, string name)
        where T : struct, Enum
    {
        if (Text(http, name) is not { } text)
            return null;
        var values = System.Enum.GetValues<T>().Select(WireJson.NameOf).ToList();
        return values.Contains(text)
            ? text
            : throw new BenchException(BenchError.BadRequest, $"{name}: '{text}' is not one of {string.Join(", ", values)}.");
    }

    /// <summary>A parameter that is <c>true</c> or <c>false</c>; null when it is absent.</summary>
    public static bool? Flag(HttpContext http, string name) =>
        Text(http, name) is not { } text ? null
        : bool.TryParse(text, out var flag) ? flag
        : throw BenchException.Invalid(name, "must be true or false.");

    /// <summary>The fields of a view that parameters ask for.</summary>
    public static Dictionary<string, string> Fields(HttpContext http, params ReadOnlySpan<(string Parameter, string Field)> known)
    {
        var fields = new Dictionary<string, string>();
        foreach (var (parameter, field) in known)
        {
            if (Text(http, parameter) is { } value)
                fields[field] = value;
        }

        return fields;
    }

    /// <summary>The labels that <c>metadata[key]</c> and <c>metadata[key][in]</c> ask for, with the values that will do.</summary>
    public static Dictionary<string, IReadOnlyList<string>> Metadata(HttpContext http)
    {
        var labels = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var (name, value) in http.Request.Query)
        {
            if (MetadataRule().Match(name) is not { Success: true } match)
                continue;
            var values = value.OfType<string>();
            labels[match.Groups["key"].Value] = match.Groups["in"].Success ? [.. values.SelectMany(text => text.Split(','))] : [.. values];
        }

        return labels;
    }

    /// <summary>A number of lines, 100 by default.</summary>
    public static int LastLines(HttpContext http)
    {
        const int standard = 100;
        const int most = 1_000_000;
        return Text(http, "last_n") is not { } text ? standard
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var lines) && lines <= most ? lines
            : throw BenchException.Invalid("last_n", $"must be a whole number from 0 to {most}.");
    }

    private static int LimitOf(HttpContext http) =>
        Text(http, "limit") is not { } text ? 20
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MostRows ? limit
        : throw BenchException.Invalid("limit", $"must be a whole number from 1 to {MostRows}.");

    [GeneratedRegex(@"^metadata\[(?<key>[^\]]+)\](?<in>\[in\])?$")]
    private static partial Regex MetadataRule();
}
