using BenchCluster.Engine;

namespace BenchCluster.Blueprints;

/// <summary>The contract's categories of a failed build.</summary>
internal static class BuildFailures
{
    /// <summary>Any that is not told apart.</summary>
    public const string Failed = "build_failed";

    private const string OutOfMemory = "out_of_memory";
    private const string OutOfDisk = "out_of_disk";

    /// <summary>128 + SIGKILL, as both of the engine's builders say it: what the kernel sends for want of memory.</summary>
    private static readonly string[] Killed = ["returned a non-zero code: 137", "exit code: 137"];

    /// <summary>The category of an exception.</summary>
    public static string ReasonOf(Exception exception) =>
        exception is EngineException { Error: EngineError.DiskFull } ? OutOfDisk
        : Killed.Any(words => exception.Message.Contains(words, StringComparison.Ordinal)) ? OutOfMemory
        : Failed;
}
