namespace BenchCluster.Scoring.TestLogs;

/// <summary>
/// The log of a run of tests, read as SWE-bench's harness reads it: what it says last of a test counts. Pure; a log is
/// the tested code's and may hold anything.
/// </summary>
internal static class TestLog
{
    /// <summary>Signs that a runner ran, though it names no test: nothing found, nothing selected, nothing passed.</summary>
    private static readonly string[] Signs =
    [
        "test session starts", "no tests ran", "collected 0 items", "no tests collected", "Ran 0 tests", "short test summary info", " passed in ", " failed in ",
        "tests finished:", "System check identified", "[no test files]", "testing: warning: no tests to run",
    ];

    /// <summary>The tests that a log names, with what became of them.</summary>
    public static IReadOnlyDictionary<string, TestOutcome> Read(TestLogFormat format, string log)
    {
        var tests = new Dictionary<string, TestOutcome>(StringComparer.Ordinal);
        var lines = log.ReplaceLineEndings("\n").Split('\n');
        switch (format)
        {
            case TestLogFormat.Pytest:
                PytestLog.Read(lines, tests);
                break;
            case TestLogFormat.PytestOptions:
                PytestLog.ReadOptions(lines, tests);
                break;
            case TestLogFormat.PytestV2:
                PytestLog.ReadAnyVersion(lines, tests);
                break;
            case TestLogFormat.Matplotlib:
                PytestLog.ReadMatplotlib(lines, tests);
                break;
            case TestLogFormat.Seaborn:
                SeabornLog.Read(lines, tests);
                break;
            case TestLogFormat.Django:
                DjangoLog.Read(lines, tests);
                break;
            case TestLogFormat.Sympy:
                SympyLog.Read(lines, tests);
                break;
            case TestLogFormat.Unittest:
                UnittestLog.Read(lines, tests);
                break;
            case TestLogFormat.Gotest:
                GoTestLog.Read(lines, tests);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(format), format, "Unknown format.");
        }

        return tests;
    }

    /// <summary>Whether a log from which nothing could be read shows at least that its runner ran.</summary>
    public static bool ShowsARun(string log) => Signs.Any(sign => log.Contains(sign, StringComparison.Ordinal));

    /// <summary>The words of a line.</summary>
    public static string[] Words(string line) => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
