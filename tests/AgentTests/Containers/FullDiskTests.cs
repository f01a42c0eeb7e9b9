using BenchCluster.AgentProtocol;

namespace BenchCluster.Tests.Containers;

/// <summary>A run directory on a disk of one megabyte.</summary>
public sealed class FullDiskTests : BoxTest, IDisposable
{
    private readonly DirectoryInfo _mount = Directory.CreateTempSubdirectory("bench-disk-");
    private SmallDisk? _disk;

    [Fact]
    public async Task Output_that_the_disk_does_not_take_is_cut_and_said_to_be()
    {
        var report = await RunAsync("head -c 3000000 /dev/zero | tr '\\0' x; exit 3");

        Assert.Equal(3, report.ExitCode);
        Assert.Equal(3_000_000, report.StdoutBytes);
        Assert.InRange(report.StdoutKept, 1, 1 << 20);
        Assert.Contains("no space", report.Problem);
        Assert.Equal(new string('x', ExecutionArchive.TailLength), report.Out());
    }

    [Fact]
    public async Task An_agent_on_a_full_disk_goes_on_serving()
    {
        Assert.NotEqual(0, (await RunAsync("head -c 3000000 /dev/zero > /.bench/run/hog")).ExitCode);

        for (var n = 0; n < 300; n++)
        {
            var report = await RunAsync($"echo {n}; exit {n % 7}");
            Assert.Equal((n % 7, $"{n}\n"), (report.ExitCode, report.Out()));
        }

        await RunAsync("rm /.bench/run/hog");
        var saved = await RunAsync("echo there is room; exit 5");
        Assert.Null(saved.Problem);
        Assert.Equal((5, "there is room\n"), (new ExecutionArchive(Box.RunDirectory).Find(saved.Id)!.ExitCode, new ExecutionArchive(Box.RunDirectory).Find(saved.Id)!.Out()));
    }

    public void Dispose()
    {
        _disk?.Dispose();
        _mount.Delete();
    }

    private protected override Task<Box> StartAsync()
    {
        _disk = new SmallDisk(_mount.FullName, "1m");
        return Box.StartAsync(_mount.CreateSubdirectory("run").FullName);
    }
}
