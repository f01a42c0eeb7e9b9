namespace BenchCluster.Client.SweBench;

/// <summary>What became of a row.</summary>
internal enum SweBenchOutcome
{
    /// <summary>Its scenario is there, unchanged.</summary>
    Kept,

    /// <summary>A scenario was made.</summary>
    Created,

    /// <summary>A scenario was made instead of an older one.</summary>
    Replaced,

    /// <summary>It was not imported.</summary>
    Refused,
}
