namespace BenchCluster.Client.SweBench;

/// <summary>A row that was dealt with; also what <c>--json</c> prints of it.</summary>
/// <param name="Instance">Its id, or its number.</param>
/// <param name="ScenarioId">Its scenario; null where it was refused.</param>
/// <param name="BlueprintId">Its blueprint; null where an image is named.</param>
/// <param name="Image">Its image, where one is named.</param>
internal sealed record SweBenchImported(
    string Instance, SweBenchOutcome Outcome, string? ScenarioId, string? BlueprintId, string? Image, InstanceProblem? Problem);
