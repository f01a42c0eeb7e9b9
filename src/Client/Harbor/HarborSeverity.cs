namespace BenchCluster.Client.Harbor;

/// <summary>What a problem does to its task.</summary>
internal enum HarborSeverity
{
    /// <summary>Nothing: something was adapted, and this says how.</summary>
    Note,

    /// <summary>Nothing that changes a score; something in it has no effect here.</summary>
    Warning,

    /// <summary>The task is not imported.</summary>
    Refusal,
}
