using System.Text;
using System.Text.RegularExpressions;

namespace BenchCluster.Docker;

/// <summary>
/// The rules of a <c>.dockerignore</c>, as Docker documents them: one pattern a line, <c>#</c> for comments, <c>!</c> for
/// exceptions, <c>**</c> for any number of directories; the last pattern that matches a path, or a directory above it,
/// decides.
/// </summary>
internal sealed class DockerIgnore
{
    /// <summary>Ignores nothing.</summary>
    public static readonly DockerIgnore Nothing = new([]);

    private readonly IReadOnlyList<(Regex Path, bool IsException)> _rules;

    private DockerIgnore(IReadOnlyList<(Regex Path, bool IsException)> rules) => _rules = rules;

    /// <summary>Reads the rules.</summary>
    public static DockerIgnore Parse(string text)
    {
        var rules = new List<(Regex, bool)>();
        foreach (var line in text.TrimStart('\uFEFF').Split('\n'))
        {
            var pattern = line.StartsWith('#') ? "" : line.Trim();
            var isException = pattern.StartsWith('!');
            if (isException)
                pattern = pattern[1..].Trim();
            pattern = Clean(pattern);
            if (pattern.Length > 0)
                rules.Add((new Regex(ExpressionOf(pattern), RegexOptions.NonBacktracking | RegexOptions.Singleline), isException));
        }

        return new DockerIgnore(rules);
    }

    /// <summary>Whether the path, relative to the context's root, is left out.</summary>
    public bool Ignores(string path)
    {
        path = Clean(path);
        var isIgnored = false;
        foreach (var (rule, isException) in _rules)
        {
            if (isIgnored == isException && rule.IsMatch(path))
                isIgnored = !isException;
        }

        return isIgnored;
    }

    /// <summary>The path without what changes nothing: empty names, <c>.</c>, and names that <c>..</c> takes back.</summary>
    private static string Clean(string path)
    {
        var names = new List<string>();
        foreach (var name in path.Split('/'))
        {
            if (name is "..")
                names.RemoveRange(Math.Max(0, names.Count - 1), Math.Min(1, names.Count));
            else if (name is not ("" or "."))
                names.Add(name);
        }

        return string.Join('/', names);
    }

    private static string ExpressionOf(string pattern)
    {
        var expression = new StringBuilder("^");
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '*' when i + 1 < pattern.Length && pattern[i + 1] is '*':
                    i++;
                    if (i + 1 < pattern.Length && pattern[i + 1] is '/')
                        i++;
                    expression.Append(i + 1 == pattern.Length ? ".*" : "(.*/)?");
                    break;
                case '*':
                    expression.Append("[^/]*");
                    break;
                case '?':
                    expression.Append("[^/]");
                    break;
                case '[' when pattern.IndexOf(']', i + 1) is > 0 and var end:
                    expression.Append('[').Append(pattern[(i + 1)..end].Replace("[", "\\[", StringComparison.Ordinal)).Append(']');
                    i = end;
                    break;
                case '\\' when i + 1 < pattern.Length:
                    expression.Append(Regex.Escape(pattern[++i].ToString()));
                    break;
                default:
                    expression.Append(Regex.Escape(pattern[i].ToString()));
                    break;
            }
        }

        // What is below a directory goes with it.
        return expression.Append("(/.*)?$").ToString();
    }
}
