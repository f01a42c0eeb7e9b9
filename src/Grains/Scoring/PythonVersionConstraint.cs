namespace BenchCluster.Scoring;

/// <summary>
/// A constraint on an interpreter's version, as in Python's packages: clauses with <c>==</c>, <c>!=</c>,
/// <c>&lt;=</c>, <c>&gt;=</c>, <c>&lt;</c>, <c>&gt;</c> and <c>~=</c>, joined by commas, <c>.*</c> for any patch.
/// </summary>
internal static class PythonVersionConstraint
{
    private static readonly string[] Operators = ["==", "!=", "<=", ">=", "~=", "<", ">"];

    /// <summary>Whether the text can be understood.</summary>
    public static bool IsValid(string constraint) =>
        constraint.Split(',', StringSplitOptions.TrimEntries).All(clause => TryParse(clause, out _, out _, out _));

    /// <summary>Whether a version such as <c>3.11.2</c> meets the constraint.</summary>
    public static bool IsMetBy(string constraint, string version) =>
        Parts(version) is { } actual
        && constraint.Split(',', StringSplitOptions.TrimEntries).All(clause =>
            TryParse(clause, out var @operator, out var wanted, out var isPrefix) && IsMet(@operator, wanted, isPrefix, actual));

    private static bool IsMet(string @operator, int[] wanted, bool isPrefix, int[] actual)
    {
        var order = isPrefix ? Compare([.. actual.Take(wanted.Length)], wanted) : Compare(actual, wanted);
        return @operator switch
        {
            "==" => order == 0,
            "!=" => order != 0,
            "<=" => order <= 0,
            ">=" => order >= 0,
            "<" => order < 0,
            ">" => order > 0,
            // ~=3.11 is >=3.11,==3.*
            _ => order >= 0 && Compare([.. actual.Take(wanted.Length - 1)], [.. wanted.Take(wanted.Length - 1)]) == 0,
        };
    }

    private static bool TryParse(string clause, out string @operator, out int[] wanted, out bool isPrefix)
    {
        @operator = Operators.FirstOrDefault(o => clause.StartsWith(o, StringComparison.Ordinal)) ?? "==";
        var text = clause.StartsWith(@operator, StringComparison.Ordinal) ? clause[@operator.Length..].Trim() : clause;
        isPrefix = text.EndsWith(".*", StringComparison.Ordinal);
        wanted = Parts(isPrefix ? text[..^2] : text) ?? [];
        return wanted.Length > 0 && (@operator != "~=" || wanted.Length > 1);
    }

    private static int Compare(int[] left, int[] right)
    {
        for (var i = 0; i < Math.Max(left.Length, right.Length); i++)
        {
            var order = left.ElementAtOrDefault(i).CompareTo(right.ElementAtOrDefault(i));
            if (order != 0)
                return order;
        }

        return 0;
    }

    private static int[]? Parts(string version)
    {
        var texts = version.Split('.');
        var parts = new int[texts.Length];
        for (var i = 0; i < texts.Length; i++)
        {
            if (!int.TryParse(texts[i], System.Globalization.NumberStyles.None, null, out parts[i]))
                return null;
        }

        return parts;
    }
}
