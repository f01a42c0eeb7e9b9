namespace BenchCluster.Scoring;

/// <summary>Tools of the node that are mounted read-only into every devbox.</summary>
internal static class Tools
{
    /// <summary>ast-grep.</summary>
    public const string AstGrep = "/.bench/tools/ast-grep";
}
