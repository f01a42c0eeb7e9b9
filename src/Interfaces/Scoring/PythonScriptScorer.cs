namespace BenchCluster.Scoring;

/// <summary>Scores by the last non-empty line that its script prints.</summary>
[GenerateSerializer, Immutable, Alias("bench.PythonScriptScorer")]
public sealed record PythonScriptScorer : ScorerSpec
{
    /// <summary>The script.</summary>
    [Id(0)]
    public required string PythonScript { get; init; }

    /// <summary>
    /// A version that the environment's python3 must meet, such as <c>==3.11.*</c> or <c>&gt;=3.10</c>. None given: any
    /// python3 will do.
    /// </summary>
    [Id(1)]
    public string? PythonVersionConstraint { get; init; }

    /// <summary>A requirements.txt, installed in a throw-away virtual environment.</summary>
    [Id(2)]
    public string? RequirementsContents { get; init; }
}
