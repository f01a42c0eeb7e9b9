namespace BenchCluster.Scoring.TestLogs;

/// <summary>
/// SymPy's runner: <c>test_name ok</c>, <c>F</c> or <c>E</c> while it runs, and a heading
/// <c>____ path/file.py:test_name ____</c> over each failure's trace.
/// </summary>
internal static class SympyLog
{
    public static void Read(IReadOnlyList<string> lines, Dictionary<string, TestOutcome> tests)
    {
        foreach (var line in lines)
        {
            if (Heading(line) is { } failed)
                tests[failed] = TestOutcome.Failed;
        }

        foreach (var printed in lines)
        {
            var line = printed.Trim();
            if (!line.StartsWith("test_", StringComparison.Ordinal))
                continue;
            if (line.EndsWith("[FAIL]", StringComparison.Ordinal) || line.EndsWith("[OK]", StringComparison.Ordinal))
                line = line[..line.LastIndexOf('[')].Trim();
            TestOutcome? outcome = line.EndsWith(" E", StringComparison.Ordinal) ? TestOutcome.Error
                : line.EndsWith(" F", StringComparison.Ordinal) ? TestOutcome.Failed
                : line.EndsWith(" ok", StringComparison.Ordinal) ? TestOutcome.Passed
                : null;
            if (outcome is { } known)
                tests[TestLog.Words(line)[0]] = known;
        }
    }

    private static string? Heading(string line)
    {
        var text = line.Trim('_');
        return text.Length > 2 && text[0] == ' ' && text[^1] == ' ' && text.Contains(".py:", StringComparison.Ordinal) ? text[1..^1] : null;
    }
}
