namespace BenchCluster.Client.Harbor;

/// <summary>What became of a task.</summary>
internal enum HarborOutcome
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
