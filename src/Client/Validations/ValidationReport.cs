using BenchCluster.Client.BenchmarkJobs;
using BenchCluster.Client.BenchmarkRuns;
using BenchCluster.ScenarioRuns;
using BenchCluster.Scenarios;

namespace BenchCluster.Client.Validations;

/// <summary>A benchmark's validation; also what <c>--json</c> prints of it.</summary>
/// <param name="Name">The benchmark's name, or the scenario's.</param>
/// <param name="BenchmarkId">The benchmark; null for a scenario alone.</param>
/// <param name="JobId">The job that tried it.</param>
/// <param name="Repeat">How often each scenario was tried.</param>
/// <param name="Scenarios">Each scenario, in the benchmark's order.</param>
internal sealed record ValidationReport(
    string Name, string? BenchmarkId, string JobId, int Repeat, IReadOnlyList<ScenarioValidation> Scenarios)
{
    /// <summary>The agent that applies references.</summary>
    public const string Oracle = "oracle";

    /// <summary>The agent that does nothing.</summary>
    public const string Nop = "nop";

    /// <summary>Whether every scenario passes.</summary>
    public bool Passes => Scenarios.All(scenario => scenario.Passes);

    /// <summary>Judges a job of the two agents, each as often as repeated.</summary>
    public static ValidationReport Of(JobSubject subject, JobReport report, int repeat)
    {
        var (references, nothings) = (report.Of(Oracle), report.Of(Nop));
        return new ValidationReport(
            subject.Name, subject.Benchmark?.Id, report.Job.Id, repeat,
            [.. subject.Scenarios.Select(scenario => new ScenarioValidation(
                scenario.Id, scenario.Name, scenario.ValidationType,
                Check(references, scenario.Id, 1, scenario.ValidationType is not ValidationType.Reverse),
                Check(nothings, scenario.Id, 0, scenario.ValidationType is not ValidationType.Forward)))]);
    }

    private static ValidationCheck Check(IReadOnlyList<RunReport> reports, string scenarioId, double expected, bool isRequired)
    {
        List<ScenarioRunView> runs = [.. reports.SelectMany(report => report.ScenarioRuns).Where(run => run.ScenarioId == scenarioId)];
        var start = $"{scenarioId}: ";
        var problem = reports.SelectMany(report => report.BenchmarkRun.Problems ?? [])
            .FirstOrDefault(line => line.StartsWith(start, StringComparison.Ordinal))?[start.Length..];
        return ValidationCheck.Of(runs, expected, isRequired, problem);
    }
}
