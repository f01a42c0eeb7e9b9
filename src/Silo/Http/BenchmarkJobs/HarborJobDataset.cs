namespace BenchCluster.Http.BenchmarkJobs;

/// <summary>A dataset of a Harbor job file: a benchmark that was imported.</summary>
/// <param name="Field">Where it stands, for messages.</param>
/// <param name="Names">Names that the benchmark may have, the likeliest first.</param>
/// <param name="Include">Patterns of tasks that are run; all when there is none.</param>
/// <param name="Exclude">Patterns of tasks that are not.</param>
/// <param name="Most">How many at most.</param>
internal sealed record HarborJobDataset(
    string Field, IReadOnlyList<string> Names, IReadOnlyList<string> Include, IReadOnlyList<string> Exclude, int? Most);
