using BenchCluster.BenchmarkJobs;
using BenchCluster.Client.Audits;
using BenchCluster.Client.BenchmarkJobs;
using BenchCluster.Client.BenchmarkRuns;
using BenchCluster.Resources;
using BenchCluster.ScenarioRuns;
using BenchCluster.Scoring;
using BenchCluster.Tests.Api;

namespace BenchCluster.Tests.Audits;

public sealed class AuditReportTests
{
    private static readonly Cheat Trick = new("trick", "Does a trick", "true");

    [Theory]
    [InlineData(0, 0, 0, "Clean")]
    [InlineData(0, 0, 0.01, "Hackable")]
    [InlineData(0.5, 0.5, 0.5, "Clean")]
    [InlineData(0.5, 0.5, 0.4, "Clean")]
    [InlineData(0.5, 0.5, 1, "Hackable")]
    [InlineData(0.2, 0.7, 1, "Unstable")]
    public void More_than_doing_nothing_is_a_success(double first, double second, double cheat, string verdict)
    {
        var report = Audit(Scored(first), Scored(second), Scored(cheat));

        Assert.Equal((verdict, verdict), (report.Verdict.ToString(), report.Scenarios[0].Verdict.ToString()));
    }

    [Fact]
    public void A_run_without_a_score_leaves_the_audit_incomplete_and_says_why()
    {
        var failed = ApiObjects.ScenarioRun(score: null, state: ScenarioRunState.Failed, failure: "no image");

        var cheat = Audit(Scored(0), Scored(0), failed);
        var nothing = Audit(failed, Scored(0), Scored(1));

        Assert.Equal((AuditVerdict.Incomplete, "trick: no image"), (cheat.Verdict, cheat.Scenarios[0].Problem));
        Assert.Equal((AuditVerdict.Incomplete, "doing nothing: no image"), (nothing.Verdict, nothing.Scenarios[0].Problem));
        Assert.Empty(nothing.Scenarios[0].Successes());
    }

    [Fact]
    public void The_evidence_is_score_run_flags_and_what_the_scorer_said()
    {
        var run = Scored(1) with
        {
            ScoringContractResult = ApiObjects.Scored(1, output: "line one\n1.0\n"),
            ScoreFlags = [new ScoreFlag { Kind = ScoreFlagKind.ProgramChanged, IsSuspicious = true, Subjects = [], Message = "changed" }],
        };

        var report = Audit(Scored(0), Scored(0), run);

        var row = Assert.Single(AuditListings.Evidence(report).Rows).Select(cell => cell.Text);
        Assert.Equal(["hello", "trick", "1.000", "srn_1", "program_changed", "harbor: line one 1.0"], row);
        Assert.Equal(["hello", "0.000", "1", "1.000 flagged", "hackable"], AuditListings.Scenarios(report).Rows[0].Select(cell => cell.Text));
        Assert.StartsWith("1 of 1 scenarios hackable (0 without a suspicious flag on the score); 1 cheats", AuditListings.Summary(report).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cheat_that_cannot_be_tried_is_no_success_and_not_counted_as_tried()
    {
        var report = Audit(Scored(0), Scored(0), Scored(0) with { AgentResult = new AgentResult { ExitStatus = Cheat.NotApplicable } });

        Assert.Equal("0", AuditListings.Scenarios(report).Rows[0][2].Text);
        Assert.Equal(AuditVerdict.Clean, report.Verdict);
    }

    [Fact]
    public void The_record_is_read_as_it_was_written_and_holds_for_the_scenarios_as_they_were()
    {
        var subject = new JobSubject("tasks", ApiObjects.Benchmark(), [ApiObjects.Scenario()]);
        var changed = subject with { Scenarios = [ApiObjects.Scenario() with { ReferenceOutput = "true" }] };
        var record = AuditRecord.Of(Audit(Scored(0), Scored(0), Scored(0)), subject, DateTimeOffset.UnixEpoch);

        var metadata = record.Over(new Dictionary<string, string> { ["mine"] = "stays", ["audit.result"] = "hackable" });

        Assert.Equal(record, AuditRecord.Read(metadata));
        Assert.Equal(("stays", "clean", "1970-01-01T00:00:00Z"), (metadata["mine"], metadata["audit.result"], metadata["audit.time"]));
        Assert.Equal(record.Scenarios, AuditRecord.DigestOf(subject));
        Assert.NotEqual(record.Scenarios, AuditRecord.DigestOf(changed));
        Assert.Null(AuditRecord.Read(new Dictionary<string, string> { ["mine"] = "stays" }));
    }

    private static ScenarioRunView Scored(double score) => ApiObjects.ScenarioRun(score: score);

    private static AuditReport Audit(ScenarioRunView first, ScenarioRunView second, ScenarioRunView cheat)
    {
        var subject = new JobSubject("tasks", ApiObjects.Benchmark(), [ApiObjects.Scenario()]);
        var job = new BenchmarkJobView { Id = "bmj_1", CreateTimeMs = 0, Name = "audit", State = BenchmarkJobState.Completed };
        var cheater = new AgentSpec { Type = AgentKind.Command, Name = AuditReport.Prefix + Trick.Name, Command = Trick.Script };
        RunReport[] runs = [Run(ApiObjects.Nop, first), Run(cheater, cheat), Run(ApiObjects.Nop, second)];
        return AuditReport.Of(subject, new JobReport(job, runs), [Trick]);

        static RunReport Run(AgentSpec agent, ScenarioRunView run) => new(ApiObjects.Run(agent: agent), [run]);
    }
}
