namespace BenchCluster.Client.Harbor;

/// <summary>A task's parts on the server.</summary>
/// <param name="TestsObjectId">The tests; null where the verifier's image has them.</param>
/// <param name="VerifierBlueprintId">The blueprint of the verifier's own environment, where <c>tests/</c> makes one.</param>
/// <param name="BlueprintId">The environment's blueprint; null where the task names an image.</param>
/// <param name="SolutionObjectId">The reference solution; null where there is none.</param>
/// <param name="Steps">Those of its steps.</param>
internal sealed record HarborParts(
    string? TestsObjectId, string? SolutionObjectId, string? BlueprintId, string? VerifierBlueprintId, IReadOnlyList<HarborStepParts> Steps);
