namespace BenchCluster.Scenarios;

/// <summary>States of a scenario or benchmark (the contract's).</summary>
public enum DefinitionStatus
{
    /// <summary>Listed, and may be run.</summary>
    Active,

    /// <summary>Not listed; may not be changed or run.</summary>
    Archived,
}
