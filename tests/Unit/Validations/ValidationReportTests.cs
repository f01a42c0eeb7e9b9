using BenchCluster.BenchmarkJobs;
using BenchCluster.Client.BenchmarkJobs;
using BenchCluster.Client.BenchmarkRuns;
using BenchCluster.Client.Validations;
using BenchCluster.ScenarioRuns;
using BenchCluster.Scenarios;
using BenchCluster.Tests.Api;

namespace BenchCluster.Tests.Validations;

public sealed class ValidationReportTests
{
    [Theory]
    [InlineData(1, 0, null, true)]
    [InlineData(0.99, 0, null, false)]
    [InlineData(1, 0.01, null, false)]
    [InlineData(1, 1, ValidationType.Forward, true)]
    [InlineData(0, 0, ValidationType.Forward, false)]
    [InlineData(0, 0, ValidationType.Reverse, true)]
    [InlineData(1, 1, ValidationType.Reverse, false)]
    [InlineData(1, 1, ValidationType.Evaluation, false)]
    [InlineData(1, 0, ValidationType.Unspecified, true)]
    public void A_scenario_passes_when_all_that_its_type_asks_for_holds(double reference, double nothing, ValidationType? type, bool passes)
    {
        var report = Validate(type, [reference], [nothing]);

        Assert.Equal((passes, passes), (report.Passes, Assert.Single(report.Scenarios).Passes));
    }

    [Fact]
    public void Scores_that_differ_from_one_repetition_to_the_next_do_not_pass()
    {
        var scenario = Assert.Single(Validate(null, [1, 1], [0, 0.5]).Scenarios);

        Assert.Equal((false, false), (scenario.IsStable, scenario.Passes));
        Assert.Equal("0.000-0.500", ValidationListings.Scenarios(Validate(null, [1, 1], [0, 0.5])).Rows[0][2].Text);
    }

    [Fact]
    public void A_scenario_without_a_reference_is_said_to_be_one_and_does_not_pass()
    {
        var failed = ApiObjects.ScenarioRun(score: null, state: ScenarioRunState.Failed, failure: "no reference solution") with { FailureClass = FailureClass.Reference };

        var report = Validate(null, [failed], [Run(0)]);

        Assert.Equal((CheckVerdict.Missing, false), (report.Scenarios[0].Reference.Verdict, report.Passes));
        Assert.Contains(ValidationListings.Scenarios(report).Rows, row => row[^1].Text == "no reference");
        Assert.True(Validate(ValidationType.Reverse, [failed], [Run(0)]).Passes);
    }

    [Fact]
    public void A_run_that_was_never_started_is_not_a_pass()
    {
        var report = Validate(null, [], [Run(0)]);

        Assert.Equal((CheckVerdict.NoScore, false), (report.Scenarios[0].Reference.Verdict, report.Passes));
    }

    [Fact]
    public void What_a_failing_scorer_says_is_shown()
    {
        var run = Run(0.5) with { ScoringContractResult = ApiObjects.Scored(0.5, output: "2 of 4 checks hold") };

        var row = Assert.Single(ValidationListings.Problems(Validate(null, [run], [Run(0)])).Rows);

        Assert.Equal(["hello", "reference", "srn_1", "harbor: 2 of 4 checks hold"], row.Select(cell => cell.Text));
    }

    private static ScenarioRunView Run(double score) => ApiObjects.ScenarioRun(score: score);

    private static ValidationReport Validate(ValidationType? type, double[] references, double[] nothings) =>
        Validate(type, [.. references.Select(Run)], [.. nothings.Select(Run)]);

    private static ValidationReport Validate(ValidationType? type, IReadOnlyList<ScenarioRunView> references, IReadOnlyList<ScenarioRunView> nothings)
    {
        var subject = new JobSubject("tasks", ApiObjects.Benchmark(), [ApiObjects.Scenario() with { ValidationType = type }]);
        var job = new BenchmarkJobView { Id = "bmj_1", CreateTimeMs = 0, Name = "validate", State = BenchmarkJobState.Completed };
        return ValidationReport.Of(
            subject,
            new JobReport(job, [.. Reports(ApiObjects.Oracle, references), .. Reports(ApiObjects.Nop, nothings)]),
            Math.Max(references.Count, nothings.Count));

        static IEnumerable<RunReport> Reports(BenchCluster.Resources.AgentSpec agent, IReadOnlyList<ScenarioRunView> runs) =>
            runs.Select(run => new RunReport(ApiObjects.Run(agent: agent), [run]));
    }
}
