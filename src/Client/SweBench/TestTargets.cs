using BenchCluster.Scoring;

namespace BenchCluster.Client.SweBench;

/// <summary>What of a test patch is named to what runs the tests.</summary>
internal static class TestTargets
{
    /// <summary>Endings of files that are no tests themselves, as SWE-bench's harness has them.</summary>
    private static readonly string[] Others =
        [".json", ".png", ".csv", ".txt", ".md", ".jpg", ".jpeg", ".pkl", ".yml", ".yaml", ".toml"];

    /// <summary>The targets of a patch, quoted for a shell and separated by blanks.</summary>
    public static string Of(string testPatch, TestTargetStyle style)
    {
        var files = GitDiff.FilesAfter(testPatch).Where(file => !Others.Any(end => file.EndsWith(end, StringComparison.OrdinalIgnoreCase)));
        return string.Join(' ', files.Select(file => Quote(NameOf(file, style))).Distinct());
    }

    private static string NameOf(string file, TestTargetStyle style) => style switch
    {
        TestTargetStyle.Files => file,
        TestTargetStyle.Modules => Module(file),
        TestTargetStyle.DjangoModules => Module(file.StartsWith("tests/", StringComparison.Ordinal) ? file["tests/".Length..] : file),
        TestTargetStyle.Directories => "./" + (Path.GetDirectoryName(file) is { Length: > 0 } folder ? folder : ""),
        _ => throw new ArgumentOutOfRangeException(nameof(style), style, "Unknown style."),
    };

    private static string Module(string file) =>
        (file.EndsWith(".py", StringComparison.Ordinal) ? file[..^3] : file).Replace('/', '.');

    private static string Quote(string text) =>
        text.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '_' or '-') ? text : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
