namespace BenchCluster.Scoring;

/// <summary>
/// Harbor's verifier (an extension of the contract): the tests are unpacked at <c>/tests</c>, <c>/tests/test.sh</c>
/// runs in the working directory, and the reward is read from <c>/logs/verifier</c>.
/// </summary>
[GenerateSerializer, Immutable, Alias("bench.HarborScorer")]
public sealed record HarborScorer : ScorerSpec
{
    /// <summary>
    /// The storage object with the tests folder as a tar, gzipped or not; null where the image of a scoring environment has
    /// them at <c>/tests</c>.
    /// </summary>
    [Id(0)]
    public string? TestsObjectId { get; init; }

    /// <summary>Seconds for the verifier; default 600.</summary>
    [Id(1)]
    public double? TimeoutSeconds { get; init; }

    /// <summary>Who runs it: a name or number; default the image's user.</summary>
    [Id(2)]
    public string? User { get; init; }

    /// <summary>Environment of the verifier beside the image's.</summary>
    [Id(3)]
    public IReadOnlyDictionary<string, string>? Env { get; init; }
}
