using System.Text.Json.Serialization;

namespace BenchCluster.Devboxes;

/// <summary>Sources of a devbox's log (the contract's).</summary>
public enum DevboxLogSource
{
    /// <summary>What made it ready, and the commands of suspending.</summary>
    SetupCommands,

    /// <summary>Its main program.</summary>
    Entrypoint,

    /// <summary>A command.</summary>
    Exec,

    /// <summary>A file; nothing is logged of them.</summary>
    Files,

    /// <summary>Its use; nothing is logged of it.</summary>
    Stats,

    /// <summary>The kernel.</summary>
    [JsonStringEnumMemberName("kmsg")]
    KernelMessages,
}
