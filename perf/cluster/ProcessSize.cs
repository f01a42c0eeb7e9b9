using System.Globalization;

namespace BenchCluster.Perf;

/// <summary>What a process takes.</summary>
internal static class ProcessSize
{
    /// <summary>Its resident memory now, in MiB.</summary>
    public static int ResidentMebibytes(int processId)
    {
        var line = File.ReadLines($"/proc/{processId}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return int.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024;
    }
}
