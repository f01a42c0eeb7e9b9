namespace BenchCluster.Client.Harbor;

/// <summary>A step's parts on the server.</summary>
/// <param name="TestsObjectId">Its tests, with those of the whole task under them.</param>
/// <param name="SolutionObjectId">Its reference solution; null where there is none.</param>
/// <param name="WorkdirObjectId">What is put over the working directory before it; null for nothing.</param>
internal sealed record HarborStepParts(string TestsObjectId, string? SolutionObjectId, string? WorkdirObjectId);
