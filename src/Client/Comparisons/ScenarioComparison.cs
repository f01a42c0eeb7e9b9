namespace BenchCluster.Client.Comparisons;

/// <summary>How two agents did on one scenario.</summary>
/// <param name="Scenario">Its name.</param>
/// <param name="A">The first agent's mean score.</param>
/// <param name="B">The second's.</param>
internal sealed record ScenarioComparison(string Scenario, double A, double B)
{
    private const double Tolerance = 1e-9;

    /// <summary>What the second has more.</summary>
    public double Difference => B - A;

    /// <summary><c>a</c>, <c>b</c>, or null for neither.</summary>
    public string? Winner => Difference > Tolerance ? "b" : Difference < -Tolerance ? "a" : null;
}
