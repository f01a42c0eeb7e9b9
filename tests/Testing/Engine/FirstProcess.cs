namespace BenchCluster.Tests.Engine;

/// <summary>What the first process of a container does in a test of an engine.</summary>
public enum FirstProcess
{
    /// <summary>Waits, and ends with exit status 0 when it is asked to.</summary>
    Waits,

    /// <summary>Waits, whatever it is asked.</summary>
    IgnoresRequests,

    /// <summary>Writes the file <c>/kept</c>, and ends with exit status 0.</summary>
    WritesFile,

    /// <summary>Ends with exit status 3 if there is a file <c>/kept</c>, else with 4.</summary>
    LooksForFile,

    /// <summary>Takes more memory than the container may have.</summary>
    TakesAllMemory,
}
