namespace BenchCluster.Scoring.TestLogs;

/// <summary>
/// Python's unittest with <c>-v</c>: <c>method (module.Class.method) ... ok</c>. A test with a docstring has its first line
/// on a second line, which the outcome then follows. A test is called as its first line is, without what is added to it by
/// a subtest.
/// </summary>
internal static class UnittestLog
{
    private const string Separator = " ... ";

    public static void Read(IEnumerable<string> lines, Dictionary<string, TestOutcome> tests)
    {
        string? first = null;
        string? open = null;
        foreach (var printed in lines)
        {
            var line = printed.TrimEnd();
            if (Heading(line) is var (failed, bad))
            {
                tests[failed] = bad;
                continue;
            }

            var at = line.IndexOf(Separator, StringComparison.Ordinal);
            if (at >= 0 || line.EndsWith(" ...", StringComparison.Ordinal))
            {
                var name = at >= 0 ? line[..at] : line[..^4];
                open = IsName(name) || first is null ? name : first;
                if (OutcomeOf(at >= 0 ? line[(line.LastIndexOf(Separator, StringComparison.Ordinal) + Separator.Length)..] : "") is { } outcome)
                    (tests[open], open) = (outcome, null);
            }
            else if (open is not null && OutcomeOf(line.Trim()) is { } late)
            {
                // What the test printed stands between.
                (tests[open], open) = (late, null);
            }

            first = IsName(line) ? line : null;
        }
    }

    /// <summary><c>FAIL: method (module.Class.method)</c> over a trace; also for a subtest and for what a class or module sets up.</summary>
    private static (string Test, TestOutcome Outcome)? Heading(string line)
    {
        TestOutcome? outcome = line.StartsWith("FAIL: ", StringComparison.Ordinal) ? TestOutcome.Failed
            : line.StartsWith("ERROR: ", StringComparison.Ordinal) ? TestOutcome.Error
            : null;
        if (outcome is not { } bad)
            return null;
        var name = line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..];
        var end = name.IndexOf(')', StringComparison.Ordinal);
        return end < 0 ? null : (name[..(end + 1)], bad);
    }

    /// <summary><c>method (module.Class)</c>.</summary>
    private static bool IsName(string text)
    {
        var open = text.IndexOf(" (", StringComparison.Ordinal);
        return open > 0 && text.EndsWith(')') && !text[..open].Contains(' ', StringComparison.Ordinal);
    }

    private static TestOutcome? OutcomeOf(string text) => text switch
    {
        "ok" => TestOutcome.Passed,
        "FAIL" => TestOutcome.Failed,
        "ERROR" => TestOutcome.Error,
        "expected failure" => TestOutcome.ExpectedFailure,
        "unexpected success" => TestOutcome.Failed,
        _ when text.StartsWith("skipped", StringComparison.Ordinal) => TestOutcome.Skipped,
        _ => null,
    };
}
