using BenchCluster.Scoring;
using BenchCluster.Scoring.SweBench;
using CsCheck;

namespace BenchCluster.Tests.Scoring.SweBench;

public sealed class SweBenchGradingTests
{
    private static readonly string[] Outcomes = ["PASSED", "FAILED", "SKIPPED", "ERROR", "XFAIL", "missing"];

    /// <summary>Every pair of outcomes of the test to fix and the test to keep.</summary>
    public static TheoryData<string, string> Pairs()
    {
        var data = new TheoryData<string, string>();
        foreach (var fix in Outcomes)
        {
            foreach (var keep in Outcomes)
                data.Add(fix, keep);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Resolved_is_when_both_lists_came_out_as_they_should(string fix, string keep)
    {
        var log = Line(fix, "t::fix") + Line(keep, "t::keep") + "PASSED t::other\n";
        var hasFailure = fix is "FAILED" or "ERROR" || keep is "FAILED" or "ERROR";

        var reading = Read(Scorer(["t::fix"], ["t::keep"]), log, hasFailure ? 1 : 0);

        var fixedIt = fix is "PASSED" or "XFAIL";
        var kept = keep is "PASSED" or "XFAIL" or "SKIPPED";
        Assert.Null(reading.Error);
        Assert.Equal(fixedIt && kept ? 1 : 0, reading.Score);
        Assert.StartsWith(
            $"{(fixedIt && kept ? "resolved" : "not resolved")}: FAIL_TO_PASS {(fixedIt ? 1 : 0)} of 1, PASS_TO_PASS {(kept ? 1 : 0)} of 1", reading.Summary,
            StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_log_that_names_failures_only_is_graded_by_them(string fix, string keep)
    {
        var log = Line(fix, "t::fix") + Line(keep, "t::keep");
        var hasFailure = fix is "FAILED" or "ERROR" || keep is "FAILED" or "ERROR";

        var reading = Read(Scorer(["t::fix"], ["t::keep"]) with { NamesFailuresOnly = true }, log, hasFailure ? 1 : 0);

        Assert.Null(reading.Error);
        Assert.Equal(hasFailure ? 0 : 1, reading.Score);
    }

    [Fact]
    public void An_exit_status_that_the_log_does_not_explain_makes_it_invalid()
    {
        // Code under test that prints its own lines and ends the process.
        var reading = Read(Scorer(["t::fix"], []), "PASSED t::fix\n", 3);

        Assert.Equal(0, reading.Score);
        Assert.Contains("exit status 3", reading.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_without_a_test_and_without_a_sign_of_a_run_is_invalid() =>
        Assert.NotNull(Read(Scorer(["t::fix"], []), "bash: pytest: command not found\n", 0).Error);

    [Fact]
    public void A_run_that_found_no_test_is_not_resolved_and_no_error()
    {
        var reading = Read(Scorer(["t::fix"], []), "===== test session starts =====\ncollected 0 items\n", 0);

        Assert.Equal((0, null), (reading.Score, reading.Error));
    }

    [Fact]
    public void An_end_by_a_signal_without_a_failure_is_invalid() => Assert.NotNull(Read(Scorer(["t::fix"], []), "PASSED t::fix\n", 137).Error);

    [Theory]
    [InlineData("t::fix[a", "PASSED t::fix[a-b]\nPASSED t::fix[a-c]\n", 1)]
    [InlineData("t::fix[a", "PASSED t::fix[a-b]\nFAILED t::fix[a-c]\n", 0)]
    [InlineData("t::fix[a", "PASSED t::fix[b]\n", 0)]
    [InlineData("t::fix[a]", "PASSED t::fix[a]b]\n", 0)]
    [InlineData("t::fix", "PASSED t::fix[a]\n", 0)]
    [InlineData("t::fix[a", "PASSED t::fix[a\nFAILED t::fix[ab]\n", 1)]
    public void Ids_that_were_cut_within_a_bracket_match_by_what_they_begin_with(string id, string log, double score) =>
        Assert.Equal(score, Read(Scorer([id], []), log, log.Contains("FAILED", StringComparison.Ordinal) ? 1 : 0).Score);

    [Fact]
    public void What_was_lost_is_named_and_a_long_list_is_cut()
    {
        var tests = Enumerable.Range(0, 30).Select(i => $"t::{i}").ToList();

        var summary = Read(Scorer(tests, ["t::keep"]), "FAILED t::0\nPASSED t::keep\n", 1).Summary!;

        Assert.Contains("\n  FAIL_TO_PASS failed: t::0\n", summary, StringComparison.Ordinal);
        Assert.Contains("\n  FAIL_TO_PASS missing: t::1\n", summary, StringComparison.Ordinal);
        Assert.EndsWith("\n  FAIL_TO_PASS: 10 more", summary, StringComparison.Ordinal);
    }

    [Fact]
    public void The_score_is_one_exactly_when_nothing_is_lost()
    {
        var outcome = Gen.Int[0, Outcomes.Length - 1].Select(index => Outcomes[index]);
        Gen.Select(outcome.Array[1, 8], outcome.Array[0, 8]).Sample((fix, keep) =>
        {
            var log = string.Concat(fix.Select((o, i) => Line(o, $"f::{i}"))) + string.Concat(keep.Select((o, i) => Line(o, $"k::{i}"))) + "PASSED other\n";
            var scorer = Scorer([.. fix.Select((_, i) => $"f::{i}")], [.. keep.Select((_, i) => $"k::{i}")]);

            var grade = SweBenchGrading.Grade(scorer, log, fix.Concat(keep).Any(o => o is "FAILED" or "ERROR") ? 1 : 0);

            return grade.Invalid is null
                && grade.FailToPass.Kept == fix.Count(o => o is "PASSED" or "XFAIL")
                && grade.PassToPass.Kept == keep.Count(o => o is "PASSED" or "XFAIL" or "SKIPPED")
                && SweBenchGrading.Read(grade).Score == (grade.FailToPass.Kept == fix.Length && grade.PassToPass.Kept == keep.Length ? 1 : 0);
        });
    }

    private static string Line(string outcome, string test) => outcome == "missing" ? "" : $"{outcome} {test}\n";

    private static ScoreReading Read(SweBenchScorer scorer, string log, int exitStatus) =>
        SweBenchGrading.Read(SweBenchGrading.Grade(scorer, log, exitStatus));

    private static SweBenchScorer Scorer(IReadOnlyList<string> failToPass, IReadOnlyList<string> passToPass) => new()
    {
        BaseCommit = new string('a', 40),
        TestPatch = "",
        TestCommand = "pytest",
        LogFormat = TestLogFormat.Pytest,
        FailToPass = failToPass,
        PassToPass = passToPass,
    };
}
