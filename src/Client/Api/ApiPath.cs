namespace BenchCluster.Client;

/// <summary>Paths with queries; values are escaped, absent ones left out.</summary>
internal static class ApiPath
{
    public static string Of(string path, params ReadOnlySpan<(string Name, string? Value)> query)
    {
        var separator = '?';
        foreach (var (name, value) in query)
        {
            if (value is null)
                continue;
            path += $"{separator}{name}={Uri.EscapeDataString(value)}";
            separator = '&';
        }

        return path;
    }

    /// <summary>One segment of a path.</summary>
    public static string Segment(string id) => Uri.EscapeDataString(id);
}
