namespace BenchCluster.Scoring;

/// <summary>Writes its files, runs its command, and scores 1 when that exits with 0, else 0.</summary>
[GenerateSerializer, Immutable, Alias("bench.TestBasedScorer")]
public sealed record TestBasedScorer : ScorerSpec
{
    /// <summary>The command that runs the tests.</summary>
    [Id(0)]
    public string? TestCommand { get; init; }

    /// <summary>The files.</summary>
    [Id(1)]
    public IReadOnlyList<TestFile>? TestFiles { get; init; }
}
