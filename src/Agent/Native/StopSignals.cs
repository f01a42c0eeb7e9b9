using System.Runtime.InteropServices;

namespace BenchCluster.Agent.Native;

/// <summary>The signals that end the agent.</summary>
internal static partial class StopSignals
{
    /// <summary>
    /// Ends the agent when it is told to from outside of its container. Root in the box sends the same signals, but
    /// the box is not its to end.
    /// </summary>
    public static void Handle()
    {
        var result = bench_exit_when_stopped();
        if (result != 0)
            throw SystemFailure.Of(-result, "Signals cannot be handled");
    }

    [LibraryImport("bench_native")]
    private static partial int bench_exit_when_stopped();
}
