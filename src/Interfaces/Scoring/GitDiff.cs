using System.Text;

namespace BenchCluster.Scoring;

/// <summary>What a git diff says of the files that it is about.</summary>
public static class GitDiff
{
    /// <summary>Whether a text is a git or unified diff rather than something else.</summary>
    public static bool IsDiff(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var start = text.AsSpan().TrimStart();
        return start.StartsWith("diff --git ") || start.StartsWith("--- ") || start.StartsWith("Index: ");
    }

    /// <summary>Whether a path is one of a file in a repository: neither outside nor git's own.</summary>
    public static bool IsInside(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return !path.StartsWith('/') && !path.Contains('\n', StringComparison.Ordinal)
            && path.Split('/').All(part => part is not (".." or "." or "") && !part.Equals(".git", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>
    /// All paths that a diff names, before and after, relative to the repository, each once, in the diff's order. Lines
    /// within hunks that look like headers are not.
    /// </summary>
    public static IReadOnlyList<string> PathsOf(string diff) => [.. HeadersOf(diff).SelectMany(PathsIn).Distinct(StringComparer.Ordinal)];

    /// <summary>The files that are there once the diff is applied.</summary>
    public static IReadOnlyList<string> FilesAfter(string diff)
    {
        var paths = new List<string>();
        var before = "";
        foreach (var line in HeadersOf(diff))
        {
            var named = PathsIn(line).FirstOrDefault();
            if (line.StartsWith("--- ", StringComparison.Ordinal))
                before = named ?? "";
            else if (line.StartsWith("rename from ", StringComparison.Ordinal) || (line.StartsWith("+++ ", StringComparison.Ordinal) && named is null))
                paths.Remove(named ?? before);
            else if (line.StartsWith("deleted file mode ", StringComparison.Ordinal) && paths.Count > 0)
                paths.RemoveAt(paths.Count - 1);
            else if (named is not null && !paths.Contains(named, StringComparer.Ordinal))
                paths.Add(named);
        }

        return paths;
    }

    /// <summary>The lines of a diff outside its hunks.</summary>
    private static IEnumerable<string> HeadersOf(string diff)
    {
        ArgumentNullException.ThrowIfNull(diff);
        var (removed, added) = (0, 0);
        foreach (var raw in diff.Split('\n'))
        {
            var line = raw.TrimEnd('\r');
            if (removed > 0 || added > 0)
            {
                // An empty line is one of context whose blank was taken off.
                if (line.Length == 0 || line[0] == ' ')
                    (removed, added) = (removed - 1, added - 1);
                else if (line[0] == '-')
                    removed--;
                else if (line[0] == '+')
                    added--;
            }
            else if (line.StartsWith("@@ ", StringComparison.Ordinal))
            {
                (removed, added) = HunkOf(line);
            }
            else
            {
                yield return line;
            }
        }
    }

    private static IEnumerable<string> PathsIn(string line)
    {
        if (line.StartsWith("diff --git ", StringComparison.Ordinal))
            return Both(line["diff --git ".Length..]);
        if (line.StartsWith("--- ", StringComparison.Ordinal) || line.StartsWith("+++ ", StringComparison.Ordinal))
            return Side(line[4..]);
        foreach (var prefix in (string[])["rename from ", "rename to ", "copy to "])
        {
            if (line.StartsWith(prefix, StringComparison.Ordinal))
                return [Unquote(line[prefix.Length..])];
        }

        return [];
    }

    /// <summary><c>a/PATH b/PATH</c>; where they differ, the lines that follow name both.</summary>
    private static IEnumerable<string> Both(string names)
    {
        if (names.Length % 2 == 0)
            return [];
        var (left, right) = (names[..(names.Length / 2)], names[(names.Length / 2 + 1)..]);
        var (before, after) = (Unquote(left), Unquote(right));
        return before.StartsWith("a/", StringComparison.Ordinal) && after.StartsWith("b/", StringComparison.Ordinal) && before[2..] == after[2..]
            ? [before[2..]]
            : [];
    }

    private static IEnumerable<string> Side(string name)
    {
        // Other programs than git write the time after a tab.
        var path = Unquote(name.Split('\t')[0].TrimEnd());
        return path is "/dev/null" or "" ? []
            : [path.StartsWith("a/", StringComparison.Ordinal) || path.StartsWith("b/", StringComparison.Ordinal) ? path[2..] : path];
    }

    private static (int Removed, int Added) HunkOf(string line)
    {
        var words = line.Split(' ');
        return words.Length > 2 ? (CountOf(words[1]), CountOf(words[2])) : (0, 0);
    }

    private static int CountOf(string range)
    {
        var comma = range.IndexOf(',', StringComparison.Ordinal);
        return comma < 0 ? 1 : int.TryParse(range.AsSpan(comma + 1), out var count) ? count : 0;
    }

    /// <summary>A name as git quotes those with special characters: in double quotes, bytes in octal.</summary>
    private static string Unquote(string name)
    {
        if (name.Length < 2 || name[0] != '"' || name[^1] != '"')
            return name;
        var bytes = new List<byte>();
        for (var i = 1; i < name.Length - 1; i++)
        {
            if (name[i] != '\\')
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(name[i].ToString()));
            }
            else if (i + 3 < name.Length && name[(i + 1)..(i + 4)].All(c => c is >= '0' and <= '7'))
            {
                bytes.Add((byte)((name[i + 1] - '0') * 64 + (name[i + 2] - '0') * 8 + (name[i + 3] - '0')));
                i += 3;
            }
            else
            {
                i++;
                bytes.Add((byte)(name[i] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'a' => '\a', 'b' => '\b', 'f' => '\f', 'v' => '\v', var c => c }));
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}
