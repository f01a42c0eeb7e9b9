using System.Globalization;
using System.Text;
using BenchCluster.Agent.Native;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Agent.Processes;

/// <summary>Reads /proc.</summary>
internal static class ProcessTable
{
    /// <summary>All processes at this moment, more or less: some may have come or gone while it was read.</summary>
    public static List<ProcessEntry> Read()
    {
        var entries = new List<ProcessEntry>();
        Span<byte> buffer = stackalloc byte[2048];
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && ReadOne(id, directory, buffer) is { } entry)
            {
                entries.Add(entry);
            }
        }

        return entries;
    }

    /// <summary>What all processes use.</summary>
    public static AgentStats Stats()
    {
        var all = Read();
        return new AgentStats(
            all.Count(entry => !entry.IsZombie && entry.Id != Environment.ProcessId && entry.Id != Spawner.ProcessId), all.Sum(entry => entry.ResidentPages) * Environment.SystemPageSize);
    }

    /// <summary>Reads a line of /proc/PID/stat: "1 (a name) S 0 …"; null when it is none.</summary>
    public static ProcessEntry? Parse(int id, string stat)
    {
        // The name may hold blanks and brackets: the last bracket ends it.
        var end = stat.LastIndexOf(')');
        if (end < 0)
            return null;
        var fields = stat[(end + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 21
            && int.TryParse(fields[1], CultureInfo.InvariantCulture, out var parent)
            && int.TryParse(fields[17], CultureInfo.InvariantCulture, out var threads)
            && long.TryParse(fields[21], CultureInfo.InvariantCulture, out var pages)
                ? new ProcessEntry(id, parent, fields[0][0], threads, pages)
                : null;
    }

    private static ProcessEntry? ReadOne(int id, string directory, Span<byte> buffer)
    {
        try
        {
            using var file = File.OpenHandle(Path.Combine(directory, "stat"));
            var read = RandomAccess.Read(file, buffer, 0);
            return Parse(id, Encoding.UTF8.GetString(buffer[..read]));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile.
            return null;
        }
    }
}
