namespace BenchCluster.Objects;

/// <summary>What a storage object holds (the contract's).</summary>
public enum ObjectContentType
{
    /// <summary>Not said.</summary>
    Unspecified,

    /// <summary>Text.</summary>
    Text,

    /// <summary>Anything.</summary>
    Binary,

    /// <summary>Gzipped bytes.</summary>
    Gzip,

    /// <summary>A tar archive.</summary>
    Tar,

    /// <summary>A gzipped tar archive.</summary>
    Tgz,
}
