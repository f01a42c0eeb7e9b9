namespace BenchCluster.Resources;

/// <summary>The closed set of expected errors; each has one HTTP status.</summary>
public enum BenchError
{
    /// <summary>400: the request cannot be understood.</summary>
    BadRequest,

    /// <summary>403: not allowed.</summary>
    Forbidden,

    /// <summary>404: no such resource, execution or file.</summary>
    NotFound,

    /// <summary>409: the resource's state or a taken name forbids it.</summary>
    Conflict,

    /// <summary>422: a field's value breaks a rule.</summary>
    InvalidField,

    /// <summary>429: more than the cluster takes on now.</summary>
    TooMany,

    /// <summary>501: part of the contract that is not served yet.</summary>
    NotServed,

    /// <summary>507: the disk is full.</summary>
    DiskFull,

    /// <summary>503: the engine or the storage does not answer; trying again later may help.</summary>
    Unavailable,
}
