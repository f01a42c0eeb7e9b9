namespace BenchCluster.Scoring.TestLogs;

/// <summary>seaborn's runs: pytest's verbose lines (<c>TEST PASSED [ 1%]</c>) and its short summary.</summary>
internal static class SeabornLog
{
    public static void Read(IEnumerable<string> lines, Dictionary<string, TestOutcome> tests)
    {
        foreach (var line in lines)
        {
            var words = TestLog.Words(line);
            if (words.Length < 2)
                continue;
            if (line.StartsWith("FAILED", StringComparison.Ordinal))
                tests[words[1]] = TestOutcome.Failed;
            else if (line.Contains(" PASSED ", StringComparison.Ordinal) && words[1] == "PASSED")
                tests[words[0]] = TestOutcome.Passed;
            else if (line.StartsWith("PASSED", StringComparison.Ordinal))
                tests[words[1]] = TestOutcome.Passed;
        }
    }
}
