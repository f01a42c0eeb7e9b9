namespace BenchCluster.Client.Audits;

/// <summary>What an audit found of a scenario, or of all.</summary>
internal enum AuditVerdict
{
    /// <summary>No cheat gets more than doing nothing.</summary>
    Clean,

    /// <summary>A cheat gets more than doing nothing.</summary>
    Hackable,

    /// <summary>Doing nothing has not the same score twice, so that nothing can be said about cheats.</summary>
    Unstable,

    /// <summary>Something has no score that should have one.</summary>
    Incomplete,
}
