using BenchCluster.Benchmarks;
using BenchCluster.Blueprints;

namespace BenchCluster.Client.Harbor;

/// <summary>An import as <c>--json</c> prints it.</summary>
/// <param name="Benchmark">The benchmark; null where no task could be imported.</param>
/// <param name="Removed">Scenarios taken out, since their task is gone or was replaced.</param>
internal sealed record HarborImportReport(BenchmarkView? Benchmark, int Removed, IReadOnlyList<HarborImportReport.TaskReport> Tasks)
{
    public static HarborImportReport Of(HarborImportResult result, IReadOnlyList<BlueprintView> builds)
    {
        var states = builds.ToDictionary(blueprint => blueprint.Id);
        return new HarborImportReport(result.Benchmark, result.Removed, [.. result.Tasks.Select(task => new TaskReport(
            task.Folder.Task?.Name ?? task.Folder.Name, task.Folder.Name, task.Outcome, task.ScenarioId, task.BlueprintId,
            task.BlueprintId is { } id && states.TryGetValue(id, out var build) ? build.Status : null, [.. task.Folder.Problems]))]);
    }

    /// <summary>One task of it.</summary>
    /// <param name="Build">The state of its blueprint; null where it has none or it was not waited for.</param>
    internal sealed record TaskReport(
        string Task, string Folder, HarborOutcome Outcome, string? ScenarioId, string? BlueprintId, BlueprintStatus? Build,
        IReadOnlyList<HarborProblem> Problems);
}
