using BenchCluster.Client.BenchmarkJobs;
using BenchCluster.Client.BenchmarkRuns;
using BenchCluster.ScenarioRuns;
using BenchCluster.Scenarios;

namespace BenchCluster.Client.Audits;

/// <summary>A benchmark's audit; also what <c>--json</c> prints of it.</summary>
/// <param name="Name">The benchmark's name, or the scenario's.</param>
/// <param name="BenchmarkId">The benchmark; null for a scenario alone.</param>
/// <param name="JobId">The job that tried the cheats.</param>
/// <param name="Catalogue">Which cheats are shipped: <see cref="CheatCatalogue.Version"/>.</param>
/// <param name="Cheats">The cheats that were tried.</param>
/// <param name="Scenarios">Each scenario, in the benchmark's order.</param>
internal sealed record AuditReport(
    string Name, string? BenchmarkId, string JobId, string Catalogue, IReadOnlyList<string> Cheats, IReadOnlyList<ScenarioAudit> Scenarios)
{
    /// <summary>The agent that does nothing; it is run twice, to see whether its score is stable.</summary>
    public const string Nop = "nop";

    /// <summary>What precedes a cheat's name in the name of its agent.</summary>
    public const string Prefix = "cheat ";

    /// <summary>The verdict on all: hackable before all else, clean only when each is.</summary>
    public AuditVerdict Verdict =>
        Scenarios.Any(scenario => scenario.Verdict is AuditVerdict.Hackable) ? AuditVerdict.Hackable
        : Scenarios.All(scenario => scenario.Verdict is AuditVerdict.Clean) ? AuditVerdict.Clean
        : Scenarios.Any(scenario => scenario.Verdict is AuditVerdict.Incomplete) ? AuditVerdict.Incomplete
        : AuditVerdict.Unstable;

    /// <summary>Judges a job of <see cref="Nop"/> twice and the cheats.</summary>
    public static AuditReport Of(JobSubject subject, JobReport report, IReadOnlyList<Cheat> cheats)
    {
        var nothings = report.Of(Nop);
        var byCheat = cheats.ToDictionary(cheat => cheat.Name, cheat => report.Of(Prefix + cheat.Name));
        return new AuditReport(
            subject.Name, subject.Benchmark?.Id, report.Job.Id, CheatCatalogue.Version, [.. cheats.Select(cheat => cheat.Name)],
            [.. subject.Scenarios.Select(scenario => Judge(scenario, nothings, byCheat))]);
    }

    private static ScenarioAudit Judge(
        ScenarioView scenario, IReadOnlyList<RunReport> nothings, Dictionary<string, IReadOnlyList<RunReport>> byCheat)
    {
        var untouched = RunsOf(nothings, scenario.Id);
        var scores = untouched.Select(Scores.Of).ToList();
        double? most = scores.Count == 0 || scores.Contains(null) ? null : scores.Max();
        List<CheatOutcome> outcomes = [.. byCheat.Select(pair => RunsOf(pair.Value, scenario.Id) is [var run, ..]
            ? CheatOutcome.Of(pair.Key, run, most)
            : CheatOutcome.Missing(pair.Key, ProblemOf(pair.Value, scenario.Id)))];
        var problem = most is null
            ? $"doing nothing: {untouched.FirstOrDefault(run => Scores.Of(run) is null)?.FailureReason ?? ProblemOf(nothings, scenario.Id)}"
            : outcomes.FirstOrDefault(outcome => outcome.Problem is not null) is { } failed ? $"{failed.Cheat}: {failed.Problem}" : null;
        var verdict = scores.Distinct().Count() > 1 && most is not null ? AuditVerdict.Unstable
            : outcomes.Any(outcome => outcome.Succeeded) ? AuditVerdict.Hackable
            : problem is not null ? AuditVerdict.Incomplete
            : AuditVerdict.Clean;
        return new ScenarioAudit(scenario.Id, scenario.Name, verdict, scores, outcomes, problem);
    }

    private static IReadOnlyList<ScenarioRunView> RunsOf(IReadOnlyList<RunReport> reports, string scenarioId) =>
        [.. reports.SelectMany(report => report.ScenarioRuns).Where(run => run.ScenarioId == scenarioId)];

    private static string ProblemOf(IReadOnlyList<RunReport> reports, string scenarioId) =>
        reports.SelectMany(report => report.BenchmarkRun.Problems ?? [])
            .FirstOrDefault(line => line.StartsWith(scenarioId, StringComparison.Ordinal)) ?? "there is no run of it";
}
