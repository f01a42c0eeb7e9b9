namespace BenchCluster.Client.Harbor;

/// <summary>A task's parts on the server.</summary>
/// <param name="BlueprintId">The environment's blueprint; null where the task names an image.</param>
/// <param name="SolutionObjectId">The reference solution; null where there is none.</param>
internal sealed record HarborParts(string TestsObjectId, string? SolutionObjectId, string? BlueprintId);
