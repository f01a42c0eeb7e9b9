using System.Buffers;

namespace BenchCluster.Client.Devboxes;

/// <summary>The command line that a devbox's shell is given.</summary>
internal static class ShellWords
{
    private static readonly SearchValues<char> Harmless =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=./:,@%^");

    /// <summary>
    /// One word is a command line of its own (<c>'ls | wc -l'</c>); several are a program and its arguments, which reach it
    /// as they are.
    /// </summary>
    public static string Join(IReadOnlyList<string> words) => words.Count == 1 ? words[0] : string.Join(' ', words.Select(Quote));

    private static string Quote(string word) =>
        word.Length > 0 && word.AsSpan().IndexOfAnyExcept(Harmless) < 0
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
