namespace BenchCluster.Engine;

/// <summary>Why the engine refused or failed.</summary>
public enum EngineError
{
    /// <summary>Anything not told apart below; the message is the engine's own.</summary>
    Other,

    /// <summary>The engine does not answer: it is not there, or it is restarting.</summary>
    Unavailable,

    /// <summary>The image is not on this node and no registry has it.</summary>
    NoSuchImage,

    /// <summary>The container does not exist.</summary>
    NoSuchContainer,

    /// <summary>A container of this name belongs to somebody else.</summary>
    NameTaken,

    /// <summary>The engine's disk is full.</summary>
    DiskFull,

    /// <summary>The container could not be started: bad program, bad architecture, or a limit that the host refuses.</summary>
    StartFailed,

    /// <summary>The image's build ended in an error.</summary>
    BuildFailed,

    /// <summary>It is in use and cannot be removed.</summary>
    InUse,

    /// <summary>The engine found the request itself wrong.</summary>
    Invalid,
}
