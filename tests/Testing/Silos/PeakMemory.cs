using System.Globalization;

namespace BenchCluster.Tests.Silos;

/// <summary>The most that is resident of a process from a moment on (Linux: <c>clear_refs</c>, <c>VmHWM</c>).</summary>
public sealed class PeakMemory
{
    private readonly int _processId;
    private readonly double _before;

    /// <summary>Begins to watch.</summary>
    public PeakMemory(int processId)
    {
        _processId = processId;
        File.WriteAllText($"/proc/{processId}/clear_refs", "5");
        _before = Read();
    }

    /// <summary>By how many MiB it has been more than at the beginning.</summary>
    public double Growth => Read() - _before;

    private double Read()
    {
        var line = File.ReadLines($"/proc/{_processId}/status").First(text => text.StartsWith("VmHWM:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }
}
