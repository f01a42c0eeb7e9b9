using BenchCluster.Scoring;
using BenchCluster.Scoring.TestLogs;
using CsCheck;

namespace BenchCluster.Tests.Scoring.TestLogs;

public sealed class TestLogTests
{
    [Fact]
    public void Pytest_summaries_are_read_by_their_first_two_words()
    {
        var tests = Read(TestLogFormat.Pytest, """
            ============================= test session starts ==============================
            tests/test_a.py .F.sx                                                    [100%]
            =========================== short test summary info ============================
            PASSED tests/test_a.py::test_one
            PASSED tests/test_a.py::test_param[a-b]
            FAILED tests/test_a.py::test_two - AssertionError: assert 1 == 2
            SKIPPED [1] tests/test_a.py:10: not here
            XFAIL tests/test_a.py::test_known - reason
            ERROR tests/test_b.py - ImportError: no module
            PASSED
            XPASS tests/test_a.py::test_surprise
            """);

        Assert.Equal(
            new Dictionary<string, TestOutcome>
            {
                ["tests/test_a.py::test_one"] = TestOutcome.Passed,
                ["tests/test_a.py::test_param[a-b]"] = TestOutcome.Passed,
                ["tests/test_a.py::test_two"] = TestOutcome.Failed,
                ["[1]"] = TestOutcome.Skipped,
                ["tests/test_a.py::test_known"] = TestOutcome.ExpectedFailure,
                ["tests/test_b.py"] = TestOutcome.Error,
            },
            tests);
    }

    [Fact]
    public void What_a_log_says_last_of_a_test_counts() =>
        Assert.Equal(TestOutcome.Failed, Read(TestLogFormat.Pytest, "PASSED a::b\nFAILED a::b - no")["a::b"]);

    [Theory]
    [InlineData("PASSED t.py::test[/home/x/file.txt]", "t.py::test[/file.txt]")]
    [InlineData("PASSED t.py::test[//host/x]", "t.py::test[//host/x]")]
    [InlineData("PASSED t.py::test[/a/*.txt]", "t.py::test[/a/*.txt]")]
    [InlineData("PASSED t.py::test[a-b]", "t.py::test[a-b]")]
    [InlineData("PASSED t.py::test", "t.py::test")]
    [InlineData("PASSED t.py::test[cut", "t.py::test[cut")]
    public void Paths_as_parameters_count_by_their_last_part(string line, string test) =>
        Assert.Equal([test], Read(TestLogFormat.PytestOptions, line).Keys);

    [Theory]
    [InlineData("\u001b[32mPASSED\u001b[0m t.py::test_a", "t.py::test_a", nameof(TestOutcome.Passed))]
    [InlineData("t.py::test_a PASSED", "t.py::test_a", nameof(TestOutcome.Passed))]
    [InlineData("t.py::test_a \u001b[31mFAILED\u001b[0m", "t.py::test_a", nameof(TestOutcome.Failed))]
    [InlineData("FAILED t.py::test_a - boom", "t.py::test_a", nameof(TestOutcome.Failed))]
    [InlineData("t.py::test_a XFAIL", "t.py::test_a", nameof(TestOutcome.ExpectedFailure))]
    public void Colours_and_the_order_of_older_versions_are_understood(string line, string test, string outcome)
    {
        var tests = Read(TestLogFormat.PytestV2, line);

        Assert.Equal(outcome, tests[test].ToString());
        Assert.Single(tests);
    }

    [Theory]
    [InlineData("the test FAILED")]
    [InlineData("1 passed, 1 FAILED, all the rest PASSED")]
    public void Prose_that_ends_with_an_outcome_is_none(string line) => Assert.Empty(Read(TestLogFormat.PytestV2, line));

    [Fact]
    public void Mouse_buttons_count_by_their_numbers() =>
        Assert.Equal(
            ["t.py::test[1-3]"], Read(TestLogFormat.Matplotlib, "PASSED t.py::test[MouseButton.LEFT-MouseButton.RIGHT]").Keys);

    [Fact]
    public void Seaborns_runs_are_read_by_line_and_by_summary()
    {
        var tests = Read(TestLogFormat.Seaborn, """
            tests/test_x.py::TestA::test_one PASSED                      [  1%]
            tests/test_x.py::TestA::test_two FAILED                      [  2%]
            PASSED tests/test_x.py::TestA::test_three
            FAILED tests/test_x.py::TestA::test_two - ValueError
            """);

        Assert.Equal(
            [("tests/test_x.py::TestA::test_one", TestOutcome.Passed), ("tests/test_x.py::TestA::test_three", TestOutcome.Passed), ("tests/test_x.py::TestA::test_two", TestOutcome.Failed)],
            tests.Select(test => (test.Key, test.Value)).OrderBy(test => test.Key));
    }

    [Fact]
    public void Sympys_runner_is_read_by_line_and_by_the_headings_of_failures()
    {
        var tests = Read(TestLogFormat.Sympy, """
            sympy/core/tests/test_basic.py[4]
            test_one ok
            test_two F
            test_three E                                            [FAIL]
            test_four ok                                                      [OK]
            test_five s
            ________________________________________________________________________________
            _________________ sympy/core/tests/test_basic.py:test_two __________________
            Traceback (most recent call last):
            """);

        Assert.Equal(
            new Dictionary<string, TestOutcome>
            {
                ["sympy/core/tests/test_basic.py:test_two"] = TestOutcome.Failed,
                ["test_one"] = TestOutcome.Passed,
                ["test_two"] = TestOutcome.Failed,
                ["test_three"] = TestOutcome.Error,
                ["test_four"] = TestOutcome.Passed,
            },
            tests);
    }

    [Fact]
    public void Djangos_runner_is_read_with_what_tests_print_between()
    {
        var tests = Read(TestLogFormat.Django, """
            test_plain (app.tests.A) ... ok
            test_upper (app.tests.A) ... OK
            test_fails (app.tests.A) ... FAIL
            test_breaks (app.tests.A) ... ERROR
            test_later (app.tests.A) ... skipped 'no database'
            test_known (app.tests.A) ... expected failure
            test_prints (app.tests.A) ... something printed
            ok
            test_checks (app.tests.B) ... System check identified no issues (0 silenced)
            ok
            test_serves (app.tests.B) ... Internal Server Error: /path/
            ok
            A docstring stands for the name. ... ok
            Applying sites.0002_alter_domain_unique...test_no_migrations (app.tests.C) ... ok
            test_equivalent (--version is equivalent to version)
            FAIL: test_fails (app.tests.A)
            ERROR: test_breaks (app.tests.A)
            Ran 11 tests in 0.1s
            """);

        Assert.Equal(
            new Dictionary<string, TestOutcome>
            {
                ["test_plain (app.tests.A)"] = TestOutcome.Passed,
                ["test_upper (app.tests.A)"] = TestOutcome.Passed,
                ["test_fails (app.tests.A)"] = TestOutcome.Failed,
                ["test_breaks (app.tests.A)"] = TestOutcome.Error,
                ["test_later (app.tests.A)"] = TestOutcome.Skipped,
                ["test_known (app.tests.A)"] = TestOutcome.ExpectedFailure,
                ["test_prints (app.tests.A)"] = TestOutcome.Passed,
                ["test_checks (app.tests.B)"] = TestOutcome.Passed,
                ["test_serves (app.tests.B)"] = TestOutcome.Passed,
                ["A docstring stands for the name."] = TestOutcome.Passed,
                ["test_no_migrations (app.tests.C)"] = TestOutcome.Passed,
                ["--version is equivalent to version"] = TestOutcome.Passed,
                ["test_fails"] = TestOutcome.Failed,
                ["test_breaks"] = TestOutcome.Error,
            },
            tests);
    }

    [Fact]
    public void Unittest_is_read_with_docstrings_output_subtests_and_late_outcomes()
    {
        var tests = Read(TestLogFormat.Unittest, """
            test_one (test_calc.AddTests.test_one) ... ok
            test_two (test_calc.AddTests.test_two)
            It adds. ... ok
            test_prints (test_calc.AddTests.test_prints) ... printed by it
            ok
            test_bad (test_calc.AddTests.test_bad) ... FAIL
            test_worse (test_calc.AddTests.test_worse) ... ERROR
            test_later (test_calc.AddTests.test_later) ... skipped 'not here'
            test_known (test_calc.AddTests.test_known) ... expected failure
            test_surprise (test_calc.AddTests.test_surprise) ... unexpected success
            test_sub (test_calc.AddTests.test_sub) ... ok

            ======================================================================
            FAIL: test_bad (test_calc.AddTests.test_bad)
            ----------------------------------------------------------------------
            FAIL: test_sub (test_calc.AddTests.test_sub) (i=3)
            ERROR: setUpClass (test_calc.OtherTests)
            Ran 9 tests in 0.001s
            """);

        Assert.Equal(
            new Dictionary<string, TestOutcome>
            {
                ["test_one (test_calc.AddTests.test_one)"] = TestOutcome.Passed,
                ["test_two (test_calc.AddTests.test_two)"] = TestOutcome.Passed,
                ["test_prints (test_calc.AddTests.test_prints)"] = TestOutcome.Passed,
                ["test_bad (test_calc.AddTests.test_bad)"] = TestOutcome.Failed,
                ["test_worse (test_calc.AddTests.test_worse)"] = TestOutcome.Error,
                ["test_later (test_calc.AddTests.test_later)"] = TestOutcome.Skipped,
                ["test_known (test_calc.AddTests.test_known)"] = TestOutcome.ExpectedFailure,
                ["test_surprise (test_calc.AddTests.test_surprise)"] = TestOutcome.Failed,
                ["test_sub (test_calc.AddTests.test_sub)"] = TestOutcome.Failed,
                ["setUpClass (test_calc.OtherTests)"] = TestOutcome.Error,
            },
            tests);
    }

    [Fact]
    public void Go_is_read_with_its_subtests()
    {
        var tests = Read(TestLogFormat.Gotest, """
            === RUN   TestA
            === RUN   TestA/small
                --- FAIL: TestA/small (0.00s)
            --- FAIL: TestA (0.00s)
            --- PASS: TestB (0.01s)
            --- SKIP: TestC (0.00s)
            FAIL
            """);

        Assert.Equal(
            [("TestA", TestOutcome.Failed), ("TestA/small", TestOutcome.Failed), ("TestB", TestOutcome.Passed), ("TestC", TestOutcome.Skipped)],
            tests.Select(test => (test.Key, test.Value)).OrderBy(test => test.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void No_log_makes_a_reader_fail()
    {
        string[] pieces = ["PASSED", "FAILED", " - ", " ", "[", "]", "/", "::", "test_a", " ... ", "ok", "\n", "\r\n", "FAIL:", "ERROR: x (y)", "____ ", ".py:", "\u001b[3m", "(", ")", "--- PASS: ", "skipped"];
        Gen.Int[0, pieces.Length - 1].Select(index => pieces[index]).Array[0, 40].Sample(words =>
        {
            foreach (var format in Enum.GetValues<TestLogFormat>())
                Read(format, string.Concat(words));
        });
    }

    private static IReadOnlyDictionary<string, TestOutcome> Read(TestLogFormat format, string log) => TestLog.Read(format, log);
}
