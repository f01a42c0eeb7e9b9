namespace BenchCluster.Client.Output;

/// <summary>What a piece of text means; a terminal has a style for each, a pipe none.</summary>
internal enum Tone
{
    /// <summary>Nothing in particular.</summary>
    Plain,

    /// <summary>A heading or a total.</summary>
    Strong,

    /// <summary>Of lesser interest.</summary>
    Quiet,

    /// <summary>Went well.</summary>
    Good,

    /// <summary>Went wrong.</summary>
    Bad,

    /// <summary>Goes on, or deserves a look.</summary>
    Busy,
}
