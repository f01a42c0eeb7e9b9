namespace BenchCluster.AgentProtocol;

/// <summary>Why the agent could not do what it was asked.</summary>
public enum AgentErrorCode
{
    /// <summary>Anything not told apart below.</summary>
    Failed,

    /// <summary>The request cannot be understood, or a value breaks a rule.</summary>
    Invalid,

    /// <summary>The request's protocol version is not this agent's.</summary>
    Version,

    /// <summary>No such file, directory, user or execution.</summary>
    NotFound,

    /// <summary>A directory where a file was expected.</summary>
    IsDirectory,

    /// <summary>A file where a directory was expected.</summary>
    NotDirectory,

    /// <summary>The user may not do that.</summary>
    PermissionDenied,

    /// <summary>The disk is full.</summary>
    NoSpace,

    /// <summary>The file system cannot be written.</summary>
    ReadOnly,

    /// <summary>It is there already.</summary>
    Exists,

    /// <summary>No process can be made: the limit of processes or memory is reached.</summary>
    NoResources,

    /// <summary>The execution has ended, so it takes no input and no signal.</summary>
    Ended,

    /// <summary>Nobody listens there, or it cannot be reached.</summary>
    Refused,

    /// <summary>Another client is attached.</summary>
    Busy,
}
