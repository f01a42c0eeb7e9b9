using System.Globalization;

namespace BenchCluster.Tests.Docker;

/// <summary>The limits that the kernel holds a process to, by its control group, of either version.</summary>
/// <param name="process">The process.</param>
internal sealed class ControlGroup(int process)
{
    private const string Root = "/sys/fs/cgroup";

    // Lines of hierarchy:controllers:path; the second version has neither number nor controllers.
    private readonly string[][] _groups = [.. File.ReadAllLines($"/proc/{process}/cgroup").Select(line => line.Split(':', 3))];

    public double Cpus => IsSecondVersion
        ? Number(Read("cpu.max").Split(' ')[0]) / Number(Read("cpu.max").Split(' ')[1])
        : Number(Read("cpu.cfs_quota_us", "cpu")) / Number(Read("cpu.cfs_period_us", "cpu"));

    public long MemoryBytes => (long)Number(IsSecondVersion ? Read("memory.max") : Read("memory.limit_in_bytes", "memory"));

    public int Processes => (int)Number(IsSecondVersion ? Read("pids.max") : Read("pids.max", "pids"));

    public int CurrentProcesses => (int)Number(IsSecondVersion ? Read("pids.current") : Read("pids.current", "pids"));

    private bool IsSecondVersion => _groups.Length == 1;

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private string Read(string file, string? controller = null)
    {
        var path = _groups.Single(group => controller is null ? group[1].Length == 0 : group[1].Split(',').Contains(controller))[2];
        return File.ReadAllText($"{Root}/{controller}{path}/{file}".Replace("//", "/", StringComparison.Ordinal)).Trim();
    }
}
