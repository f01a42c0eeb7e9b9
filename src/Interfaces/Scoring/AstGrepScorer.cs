namespace BenchCluster.Scoring;

/// <summary>Scores 1 when ast-grep finds the pattern, else 0.</summary>
[GenerateSerializer, Immutable, Alias("bench.AstGrepScorer")]
public sealed record AstGrepScorer : ScorerSpec
{
    /// <summary>The pattern, as within double quotes in a shell: <c>\$\$\$</c> is ast-grep's <c>$$$</c>.</summary>
    [Id(0)]
    public required string Pattern { get; init; }

    /// <summary>Where to search, relative to the working directory or absolute.</summary>
    [Id(1)]
    public required string SearchDirectory { get; init; }

    /// <summary>The pattern's language; default by file ending.</summary>
    [Id(2)]
    public string? Lang { get; init; }
}
