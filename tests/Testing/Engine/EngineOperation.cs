namespace BenchCluster.Tests.Engine;

/// <summary>The operations of a container engine, for faults and records.</summary>
public enum EngineOperation
{
    Info,
    Create,
    Start,
    Stop,
    Remove,
    Inspect,
    List,
    Copy,
    UpdateLimits,
    InspectImage,
    Pull,
    Build,
    Commit,
    RemoveImage,
    SetNetwork,
}
