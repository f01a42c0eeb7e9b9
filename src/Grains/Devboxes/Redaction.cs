namespace BenchCluster.Devboxes;

/// <summary>Takes confidential values out of texts that are kept or shown to others.</summary>
internal static class Redaction
{
    /// <summary>What stands in a value's place.</summary>
    public const string Mark = "[redacted]";

    /// <summary>Shorter values would take ordinary words apart, and hide nothing.</summary>
    private const int ShortestValue = 4;

    /// <summary>The text without the values; also without the lines of a value of several lines.</summary>
    public static string Of(string text, IEnumerable<string> values)
    {
        foreach (var part in PartsOf(values))
            text = text.Replace(part, Mark, StringComparison.Ordinal);
        return text;
    }

    /// <summary>What is taken out: the values and the lines of those of several, the longest first.</summary>
    public static IReadOnlyList<string> PartsOf(IEnumerable<string> values) =>
    [
        .. values
            .SelectMany(value => value.Split('\n', StringSplitOptions.TrimEntries).Append(value))
            .Where(part => part.Length >= ShortestValue)
            .Distinct()
            .OrderByDescending(part => part.Length),
    ];
}
