namespace BenchCluster.Client.Harbor;

/// <summary>A task that was dealt with.</summary>
/// <param name="ScenarioId">Its scenario; null where it was refused.</param>
/// <param name="BlueprintId">The blueprint of its environment, where it has one.</param>
internal sealed record HarborImported(HarborFolder Folder, HarborOutcome Outcome, string? ScenarioId, string? BlueprintId);
