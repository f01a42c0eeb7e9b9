namespace BenchCluster.Devboxes;

/// <summary>Texts in commands of a POSIX shell.</summary>
internal static class ShellText
{
    /// <summary>One word, whatever it contains.</summary>
    public static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
