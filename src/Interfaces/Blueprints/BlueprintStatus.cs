namespace BenchCluster.Blueprints;

/// <summary>States of a blueprint (the contract's).</summary>
public enum BlueprintStatus
{
    /// <summary>Waits to be built.</summary>
    Queued,

    /// <summary>Is being built.</summary>
    Building,

    /// <summary>Could not be built.</summary>
    Failed,

    /// <summary>Is built.</summary>
    BuildComplete,

    /// <summary>The contract's state between queued and building; it is not entered here.</summary>
    Provisioning,

    /// <summary>The contract's state of one whose files are awaited; it is not entered here.</summary>
    AwaitingUpload,
}
