namespace BenchCluster.Scoring.SweBench;

/// <summary>One list of an instance's tests.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Lost">Those that did not come out as they should, with what the log says of them.</param>
internal sealed record TestTally(int Count, IReadOnlyList<(string Test, string Outcome)> Lost)
{
    /// <summary>Those that did.</summary>
    public int Kept => Count - Lost.Count;
}
