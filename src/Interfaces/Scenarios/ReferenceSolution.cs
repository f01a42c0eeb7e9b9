namespace BenchCluster.Scenarios;

/// <summary>
/// A reference solution of more than one file (an extension of the contract): unpacked at <c>/solution</c>, and
/// <c>/solution/solve.sh</c> is run in the working directory.
/// </summary>
[GenerateSerializer, Immutable, Alias("bench.ReferenceSolution")]
public sealed record ReferenceSolution
{
    /// <summary>The storage object with the folder as a tar, gzipped or not.</summary>
    [Id(0)]
    public required string ObjectId { get; init; }

    /// <summary>Environment of <c>solve.sh</c> beside the image's.</summary>
    [Id(1)]
    public IReadOnlyDictionary<string, string>? Env { get; init; }
}
