using System.Text;
using BenchCluster.Scoring.TestLogs;

namespace BenchCluster.Scoring.SweBench;

/// <summary>
/// SWE-bench's rule: a test that had to be made to pass counts when it passed, or failed as expected; one that had to go
/// on passing also when it was skipped; one that the log does not name does not. Resolved is when all do. A log that
/// shows no run, or that shows no failure though the tests ended with one, says nothing. Pure.
/// </summary>
internal static class SweBenchGrading
{
    /// <summary>Tests that are named in words of each list.</summary>
    private const int Named = 20;

    /// <summary>Grades the log of a run of tests.</summary>
    /// <param name="exitStatus">The status that what ran the tests ended with, as the kernel says.</param>
    public static TestGrade Grade(SweBenchScorer scorer, string log, int? exitStatus)
    {
        var tests = TestLog.Read(scorer.LogFormat, log);
        var namesFailuresOnly = scorer.NamesFailuresOnly is true;
        return new TestGrade(
            Tally(scorer.FailToPass, tests, namesFailuresOnly, orSkipped: false),
            Tally(scorer.PassToPass, tests, namesFailuresOnly, orSkipped: true),
            WhyInvalid(tests, log, exitStatus, namesFailuresOnly));
    }

    /// <summary>The score of a grade, and what is to be said of it.</summary>
    public static ScoreReading Read(TestGrade grade) =>
        grade.Invalid is { } why ? new(0, why) : new(grade.IsResolved ? 1 : 0, Summary: Describe(grade));

    private static string? WhyInvalid(IReadOnlyDictionary<string, TestOutcome> tests, string log, int? exitStatus, bool namesFailuresOnly)
    {
        var hasFailures = tests.Values.Any(outcome => outcome is TestOutcome.Failed or TestOutcome.Error);
        if (exitStatus is not 0 && !hasFailures)
        {
            return tests.Count == 0
                ? $"The tests ended with exit status {exitStatus}, and their log names none."
                : $"The tests ended with exit status {exitStatus}, and their log names no failure: it cannot be all of it.";
        }

        return tests.Count == 0 && !namesFailuresOnly && !TestLog.ShowsARun(log) ? "The log names no test, and nothing in it shows that tests were run." : null;
    }

    private static TestTally Tally(
        IReadOnlyList<string> wanted, IReadOnlyDictionary<string, TestOutcome> tests, bool namesFailuresOnly, bool orSkipped)
    {
        var lost = new List<(string, string)>();
        foreach (var test in wanted)
        {
            var outcome = Find(test, tests);
            var counts = outcome is null ? namesFailuresOnly
                : outcome is TestOutcome.Passed or TestOutcome.ExpectedFailure
                || (outcome is TestOutcome.Skipped && (orSkipped || namesFailuresOnly));
            if (!counts)
                lost.Add((test, outcome is { } seen ? WireJson.NameOf(seen) : "missing"));
        }

        return new TestTally(wanted.Count, lost);
    }

    /// <summary>
    /// What became of a test. Ids were cut at blanks, also within the brackets of a parameter: one that is cut there is
    /// any test that begins so, when all of these came out alike.
    /// </summary>
    private static TestOutcome? Find(string test, IReadOnlyDictionary<string, TestOutcome> tests)
    {
        if (tests.TryGetValue(test, out var outcome))
            return outcome;
        var open = test.LastIndexOf('[');
        if (open < 0 || test.IndexOf(']', open) >= 0)
            return null;
        var candidates = tests.Where(entry => entry.Key.StartsWith(test, StringComparison.Ordinal)).Select(entry => entry.Value).Distinct().ToList();
        return candidates.Count == 1 ? candidates[0] : null;
    }

    private static string Describe(TestGrade grade)
    {
        var text = new StringBuilder(grade.IsResolved ? "resolved" : "not resolved")
            .Append($": FAIL_TO_PASS {grade.FailToPass.Kept} of {grade.FailToPass.Count}, PASS_TO_PASS {grade.PassToPass.Kept} of {grade.PassToPass.Count}");
        foreach (var (list, tally) in (ReadOnlySpan<(string, TestTally)>)[("FAIL_TO_PASS", grade.FailToPass), ("PASS_TO_PASS", grade.PassToPass)])
        {
            foreach (var (test, outcome) in tally.Lost.Take(Named))
                text.Append($"\n  {list} {outcome}: {test}");
            if (tally.Lost.Count > Named)
                text.Append($"\n  {list}: {tally.Lost.Count - Named} more");
        }

        return text.ToString();
    }
}
