namespace BenchCluster.Scoring.SweBench;

/// <summary>How the tests of an instance came out.</summary>
/// <param name="FailToPass">Those that had to be made to pass, of them those that do not, each with what became of it.</param>
/// <param name="PassToPass">Those that had to go on passing, likewise.</param>
/// <param name="Invalid">Why the log says nothing; null when it does.</param>
internal sealed record TestGrade(TestTally FailToPass, TestTally PassToPass, string? Invalid = null)
{
    /// <summary>Whether every test of both lists came out as it should.</summary>
    public bool IsResolved => Invalid is null && FailToPass.Lost.Count == 0 && PassToPass.Lost.Count == 0;
}
