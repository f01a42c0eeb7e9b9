namespace BenchCluster.ScenarioRuns;

/// <summary>Whose fault a failed run is (an extension of the contract).</summary>
public enum FailureClass
{
    /// <summary>The definition: a missing image, a build that fails.</summary>
    Environment,

    /// <summary>The cluster: an engine gone, a container lost.</summary>
    Infrastructure,

    /// <summary>The reference solution or its absence.</summary>
    Reference,

    /// <summary>The agent: it could not be installed.</summary>
    Agent,
}
