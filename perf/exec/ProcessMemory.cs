using System.Globalization;

namespace BenchCluster.Perf;

/// <summary>What the kernel says of a process's memory.</summary>
internal static class ProcessMemory
{
    /// <summary>The most that was ever resident.</summary>
    public static double PeakMebibytes(int processId)
    {
        var line = File.ReadLines($"/proc/{processId}/status").First(text => text.StartsWith("VmHWM:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }
}
