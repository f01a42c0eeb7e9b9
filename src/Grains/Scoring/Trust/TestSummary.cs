using System.Globalization;
using System.Text.RegularExpressions;

namespace BenchCluster.Scoring.Trust;

/// <summary>
/// What a test runner says of itself, where its exit status counts as a pass: skipped tests are not passed ones, and a
/// run that ends early at the wish of the tested code says nothing. Pure; knows pytest, unittest, Jest and Go.
/// </summary>
internal static partial class TestSummary
{
    /// <summary>The flags of a scoring function that passed.</summary>
    public static IReadOnlyList<ScoreFlag> Of(string function, string command, string output)
    {
        var summary = Pytest().Matches(output).LastOrDefault() is { Success: true } pytest ? pytest.Groups[1].Value
            : Unittest().Match(output) is { Success: true } unittest ? unittest.Value
            : Jest().Match(output) is { Success: true } jest ? jest.Value
            : null;
        if (summary is null)
        {
            return PytestCommand().IsMatch(command)
                ? [Flag(ScoreFlagKind.NoTests, true, function, "pytest ended with exit status 0 and without its summary.")]
                : GoSkip().IsMatch(output) ? [Flag(ScoreFlagKind.TestsSkipped, false, function, "Tests were skipped.")] : [];
        }

        var left = Left().Matches(summary).Select(match => match.Value).ToList();
        var passed = Passed().Matches(summary).Sum(match => int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture));
        if (passed == 0 && !Unittest().IsMatch(summary))
            return [Flag(ScoreFlagKind.NoTests, true, function, $"No test passed, and the exit status is 0: {summary.Trim()}.")];
        if (Unittest().Match(summary) is { Success: true } of && of.Groups[1].Value == "0")
            return [Flag(ScoreFlagKind.NoTests, true, function, "unittest ran no test, and the exit status is 0.")];
        return left.Count == 0 ? [] : [Flag(ScoreFlagKind.TestsSkipped, false, function, $"Not all tests passed, and the exit status is 0: {summary.Trim()}.")];
    }

    private static ScoreFlag Flag(ScoreFlagKind kind, bool isSuspicious, string function, string message) =>
        new() { Kind = kind, IsSuspicious = isSuspicious, Subjects = [function], Message = message };

    [GeneratedRegex(@"^=*\s*((?:no tests ran|\d+ (?:passed|skipped|xfailed|xpassed|deselected|warnings?|errors?|failed|rerun)[^\n]*?) in [0-9.]+s[^\n=]*)=*\s*$", RegexOptions.Multiline)]
    private static partial Regex Pytest();

    [GeneratedRegex(@"^Ran (\d+) tests? in [^\n]*\n\s*\n?OK[^\n]*", RegexOptions.Multiline)]
    private static partial Regex Unittest();

    [GeneratedRegex(@"^Tests:\s+[^\n]*total", RegexOptions.Multiline)]
    private static partial Regex Jest();

    [GeneratedRegex(@"^\s*--- SKIP: ", RegexOptions.Multiline)]
    private static partial Regex GoSkip();

    [GeneratedRegex(@"\b(py\.?test)\b")]
    private static partial Regex PytestCommand();

    [GeneratedRegex(@"\d+ (skipped|xfailed|xpassed|deselected|todo)|(skipped|expected failures|unexpected successes)=\d+")]
    private static partial Regex Left();

    [GeneratedRegex(@"(\d+) passed")]
    private static partial Regex Passed();
}
