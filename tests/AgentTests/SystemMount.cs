using System.Diagnostics;

namespace BenchCluster.Tests;

/// <summary>Runs the system's own programs, which must succeed.</summary>
internal static class SystemMount
{
    public static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
