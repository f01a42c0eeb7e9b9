using BenchCluster.Scoring;
using BenchCluster.Scoring.Trust;

namespace BenchCluster.Tests.Scoring.Trust;

public sealed class TestSummaryTests
{
    [Theory]
    [InlineData("pytest -q", "..\n2 passed in 0.01s\n")]
    [InlineData("python3 -m pytest", "===== 12 passed, 1 warning in 1.20s =====")]
    [InlineData("python3 -m unittest", "....\n----\nRan 4 tests in 0.001s\n\nOK\n")]
    [InlineData("npx jest", "Tests:       3 passed, 3 total\n")]
    [InlineData("./check.sh", "fine\n")]
    [InlineData("test -e answer.txt", "")]
    public void A_run_whose_tests_all_passed_has_no_flag(string command, string output) => Assert.Empty(TestSummary.Of("f", command, output));

    [Theory]
    [InlineData("pytest", "1 passed, 3 skipped in 0.01s", ScoreFlagKind.TestsSkipped, false)]
    [InlineData("pytest", "==== 1 passed, 2 xfailed in 0.01s ====", ScoreFlagKind.TestsSkipped, false)]
    [InlineData("pytest", "2 passed, 5 deselected in 0.1s", ScoreFlagKind.TestsSkipped, false)]
    [InlineData("pytest", "==== 3 skipped in 0.01s ====", ScoreFlagKind.NoTests, true)]
    [InlineData("pytest", "3 xfailed in 0.01s", ScoreFlagKind.NoTests, true)]
    [InlineData("pytest", "no tests ran in 0.00s", ScoreFlagKind.NoTests, true)]
    [InlineData("cd x && python -m pytest tests", "", ScoreFlagKind.NoTests, true)]
    [InlineData("pytest", "all good, trust me", ScoreFlagKind.NoTests, true)]
    [InlineData("python3 -m unittest", "Ran 2 tests in 0.001s\n\nOK (skipped=2)\n", ScoreFlagKind.TestsSkipped, false)]
    [InlineData("python3 -m unittest", "Ran 0 tests in 0.000s\n\nOK\n", ScoreFlagKind.NoTests, true)]
    [InlineData("npx jest", "Tests:       1 skipped, 2 passed, 3 total\n", ScoreFlagKind.TestsSkipped, false)]
    [InlineData("go test -v ./...", "--- SKIP: TestA (0.00s)\nok\n", ScoreFlagKind.TestsSkipped, false)]
    public void Skipped_and_missing_tests_are_told(string command, string output, ScoreFlagKind kind, bool isSuspicious) =>
        Assert.Equal((kind, isSuspicious), TestSummary.Of("f", command, output).Select(flag => (flag.Kind, flag.IsSuspicious)).Single());
}
