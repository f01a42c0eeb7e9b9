using System.Text.RegularExpressions;

namespace BenchCluster.Scoring.TestLogs;

/// <summary>pytest's short summary: a line a test, the outcome first; a failure's reason follows after <c> - </c>.</summary>
internal static partial class PytestLog
{
    private static readonly (string Word, TestOutcome Outcome)[] Outcomes =
    [
        ("PASSED", TestOutcome.Passed), ("FAILED", TestOutcome.Failed), ("SKIPPED", TestOutcome.Skipped), ("ERROR", TestOutcome.Error),
        ("XFAIL", TestOutcome.ExpectedFailure),
    ];

    public static void Read(IEnumerable<string> lines, Dictionary<string, TestOutcome> tests)
    {
        foreach (var line in lines)
        {
            if (OutcomeFirst(line) is var (test, outcome))
                tests[test] = outcome;
        }
    }

    /// <summary>A parameter that is an absolute path differs from machine to machine: only its last part counts.</summary>
    public static void ReadOptions(IEnumerable<string> lines, Dictionary<string, TestOutcome> tests)
    {
        foreach (var line in lines)
        {
            if (OutcomeFirst(line) is var (test, outcome))
                tests[WithoutDirectory(test)] = outcome;
        }
    }

    /// <summary>With the escape sequences of colours, and as versions before the summary named tests: the test first.</summary>
    public static void ReadAnyVersion(IEnumerable<string> lines, Dictionary<string, TestOutcome> tests)
    {
        foreach (var coloured in lines)
        {
            var line = new string([.. Colour().Replace(coloured, "").Where(c => c is '\0' or >= ' ')]);
            if (OutcomeFirst(line) is var (test, outcome))
            {
                tests[test] = outcome;
            }
            else if (!BeginsWithOutcome(line) && Array.Exists(Outcomes, known => line.EndsWith(known.Word, StringComparison.Ordinal))
                && TestLog.Words(line) is [var name, var word, ..] && OutcomeOf(word) is { } older)
            {
                tests[name] = older;
            }
        }
    }

    /// <summary>Mouse buttons are parameters that are printed by name or by number, as the version will.</summary>
    public static void ReadMatplotlib(IEnumerable<string> lines, Dictionary<string, TestOutcome> tests) =>
        Read(
            lines.Select(line => line.Replace("MouseButton.LEFT", "1", StringComparison.Ordinal).Replace("MouseButton.RIGHT", "3", StringComparison.Ordinal)),
            tests);

    /// <summary>An outcome by its word; null for any other.</summary>
    public static TestOutcome? OutcomeOf(string word) =>
        Array.Find(Outcomes, known => known.Word == word) is { Word: not null } found ? found.Outcome : null;

    private static bool BeginsWithOutcome(string line) => Array.Exists(Outcomes, known => line.StartsWith(known.Word, StringComparison.Ordinal));

    private static (string Test, TestOutcome Outcome)? OutcomeFirst(string line)
    {
        if (!BeginsWithOutcome(line))
            return null;
        if (line.StartsWith("FAILED", StringComparison.Ordinal))
            line = line.Replace(" - ", " ", StringComparison.Ordinal);
        return TestLog.Words(line) is [var word, var test, ..] && OutcomeOf(word) is { } outcome ? (test, outcome) : null;
    }

    private static string WithoutDirectory(string test)
    {
        var (open, close) = (test.IndexOf('[', StringComparison.Ordinal), test.LastIndexOf(']'));
        if (open < 0 || close < open)
            return test;
        var option = test[(open + 1)..close];
        var isPath = option.StartsWith('/') && !option.StartsWith("//", StringComparison.Ordinal) && !option.Contains('*', StringComparison.Ordinal);
        return isPath ? $"{test[..open]}[/{option[(option.LastIndexOf('/') + 1)..]}]" : $"{test[..open]}[{option}]";
    }

    [GeneratedRegex(@"\[\d+m", RegexOptions.NonBacktracking)]
    private static partial Regex Colour();
}
