namespace BenchCluster.Scoring.TestLogs;

/// <summary>
/// Django's runner: <c>TEST ... ok</c> and its like on one line, or with what the test prints between; failures again
/// under <c>FAIL: TEST</c> and <c>ERROR: TEST</c>.
/// </summary>
internal static class DjangoLog
{
    private const string Separator = " ... ";
    private static readonly string[] PassEnds = [" ... ok", " ... OK", " ...  OK"];

    /// <summary>What Django itself prints between a test's name and its <c>ok</c> on the next line.</summary>
    private const string SystemCheck = "System check identified no issues (0 silenced)";

    public static void Read(IReadOnlyList<string> lines, Dictionary<string, TestOutcome> tests)
    {
        string? previous = null;
        foreach (var printed in lines)
        {
            var line = printed.Trim();
            // One that is called like this, with what it prints between.
            if (line.Contains("--version is equivalent to version", StringComparison.Ordinal))
                tests["--version is equivalent to version"] = TestOutcome.Passed;
            if (line.Contains(Separator, StringComparison.Ordinal))
                previous = line[..line.IndexOf(Separator, StringComparison.Ordinal)];
            if (Array.Find(PassEnds, end => line.EndsWith(end, StringComparison.Ordinal)) is { } ok)
                tests[NameOf(line[..^ok.Length])] = TestOutcome.Passed;
            if (line.IndexOf(" ... skipped", StringComparison.Ordinal) is var skipped and >= 0)
                tests[line[..skipped]] = TestOutcome.Skipped;
            if (line.EndsWith(" ... expected failure", StringComparison.Ordinal))
                tests[line[..^" ... expected failure".Length]] = TestOutcome.ExpectedFailure;
            if (line.EndsWith(" ... FAIL", StringComparison.Ordinal))
                tests[line[..^" ... FAIL".Length]] = TestOutcome.Failed;
            if (line.EndsWith(" ... ERROR", StringComparison.Ordinal))
                tests[line[..^" ... ERROR".Length]] = TestOutcome.Error;
            Detail(line, "FAIL:", TestOutcome.Failed, tests);
            Detail(line, "ERROR:", TestOutcome.Error, tests);
            // It passed, with something printed between its name and this.
            if (line.StartsWith("ok", StringComparison.Ordinal) && previous is not null)
                tests[previous] = TestOutcome.Passed;
        }

        SpanningLines(lines, tests);
    }

    /// <summary>The heading over a failure's trace names the method only.</summary>
    private static void Detail(string line, string heading, TestOutcome outcome, Dictionary<string, TestOutcome> tests)
    {
        if (line.StartsWith(heading, StringComparison.Ordinal) && TestLog.Words(line) is [_, var test, ..])
            tests[test] = outcome;
    }

    /// <summary>A migration that is printed before the test's name, on the same line, is not part of it.</summary>
    private static string NameOf(string test) =>
        test.StartsWith("Applying sites.0002_alter_domain_unique...test_no_migrations", StringComparison.Ordinal)
            ? test[(test.IndexOf("...", StringComparison.Ordinal) + 3)..].Trim()
            : test;

    /// <summary>Tests whose <c>ok</c> stands alone on the line after what Django printed.</summary>
    private static void SpanningLines(IReadOnlyList<string> lines, Dictionary<string, TestOutcome> tests)
    {
        for (var i = 0; i + 1 < lines.Count; i++)
        {
            var at = lines[i].IndexOf(Separator, StringComparison.Ordinal);
            if (at < 0 || lines[i + 1].TrimEnd() != "ok")
                continue;
            var between = lines[i][(at + Separator.Length)..].TrimEnd();
            if (between == SystemCheck
                || (between.StartsWith("Internal Server Error: /", StringComparison.Ordinal) && between.EndsWith('/'))
                || (between.StartsWith("Testing against Django installed in ", StringComparison.Ordinal) && between.EndsWith("silenced).", StringComparison.Ordinal)))
                tests[lines[i][..at]] = TestOutcome.Passed;
        }
    }
}
