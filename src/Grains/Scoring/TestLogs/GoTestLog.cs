namespace BenchCluster.Scoring.TestLogs;

/// <summary>Go's <c>go test -v</c>: <c>--- PASS: TestName (0.00s)</c>, subtests indented.</summary>
internal static class GoTestLog
{
    private static readonly (string Mark, TestOutcome Outcome)[] Marks =
        [("--- PASS: ", TestOutcome.Passed), ("--- FAIL: ", TestOutcome.Failed), ("--- SKIP: ", TestOutcome.Skipped)];

    public static void Read(IEnumerable<string> lines, Dictionary<string, TestOutcome> tests)
    {
        foreach (var line in lines.Select(line => line.Trim()))
        {
            foreach (var (mark, outcome) in Marks)
            {
                if (line.StartsWith(mark, StringComparison.Ordinal) && TestLog.Words(line[mark.Length..]) is [var test, ..])
                    tests[test] = outcome;
            }
        }
    }
}
