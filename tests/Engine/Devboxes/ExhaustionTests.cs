using BenchCluster.Engine;
using BenchCluster.Resources;
using BenchCluster.Tests.Docker;
using BenchCluster.Tests.Engine;

namespace BenchCluster.Tests.Devboxes;

/// <summary>A devbox that takes all that it may have, of whatever there is, harms itself only and stays within reach.</summary>
public sealed class ExhaustionTests : DevboxTest
{
    private const string FillDirectory = "mkdir /.bench/run/many && cd /.bench/run/many && for i in $(seq 200); do echo > $i || break; done";
    private const string Bomb = "bomb() { bomb | bomb & }; bomb; exec sleep 1000";

    [Fact]
    public async Task A_fork_bomb_ends_at_the_limit_of_processes_and_its_devbox_can_be_removed()
    {
        var devbox = await StartAsync(WithProcesses(100));
        var group = await GroupOfAsync(devbox);

        await devbox.BeginAsync(Bomb);

        await Eventually.Get(() => Task.FromResult(group.CurrentProcesses), count => count >= 95);
        for (var i = 0; i < 100; i++)
            Assert.InRange(group.CurrentProcesses, 1, 100);
        await Engine.RemoveAsync(devbox.Container.Id, Deadline);
        Assert.Null(await Engine.InspectAsync(devbox.Container.Id, Deadline));
    }

    [Theory]
    [InlineData("root")]
    [InlineData("user")]
    public async Task The_agent_answers_beside_a_fork_bomb_and_ends_it(string user)
    {
        var devbox = await StartAsync(WithProcesses(100));
        var group = await GroupOfAsync(devbox);
        await devbox.BeginAsync(Bomb, user);
        await Eventually.Get(() => Task.FromResult(group.CurrentProcesses), count => count >= 95);

        for (var i = 0; i < 20; i++)
            Assert.True(await devbox.Agent.IsAliveAsync(Deadline));
        await devbox.Agent.QuiesceAsync(Deadline);

        Assert.Equal("quiet", await devbox.ReadAsync("echo quiet"));
    }

    [Fact]
    public async Task A_command_that_cannot_be_started_for_want_of_processes_says_so_and_others_can_once_there_are()
    {
        var devbox = await StartAsync(WithProcesses(60));
        await devbox.ReadAsync(
            """
            python3 - > /dev/null 2>&1 <<'PROGRAM'
            import os, time
            try:
                while os.fork():
                    pass
            except OSError:
                os._exit(0)
            time.sleep(1000)
            PROGRAM
            """);

        var failure = await Record.ExceptionAsync(async () =>
        {
            var status = await devbox.RunAsync("echo $(echo a) $(echo b) $(echo c)");
            Assert.NotEqual("a b c\n", status.StdoutTail);
        });

        Assert.True(failure is null or BenchException { Code: BenchError.TooMany }, $"{failure}");
        await devbox.Agent.QuiesceAsync(Deadline);
        Assert.Equal("a b c", await devbox.ReadAsync("echo $(echo a) $(echo b) $(echo c)"));
    }

    [Theory]
    [InlineData("root")]
    [InlineData("user")]
    public async Task A_command_that_takes_too_much_memory_is_killed_and_the_agent_is_not(string user)
    {
        await using var events = new EventReader(Engine);
        var devbox = await StartAsync(spec => spec with { Limits = spec.Limits with { MemoryBytes = 128L << 20 } });

        var status = await devbox.RunAsync("python3 -c 'x = b\"x\" * (1 << 30)'; echo the shell saw $?", user);

        Assert.Contains("137", $"{status.ExitStatus} {status.StdoutTail}", StringComparison.Ordinal);
        Assert.Equal(ContainerEventKind.OutOfMemory, (await events.NextAsync(_ => true, Deadline)).Kind);
        Assert.Equal("still there", await devbox.ReadAsync("echo still there"));
    }

    [Fact]
    public async Task Many_small_processes_that_take_too_much_memory_together_are_killed_and_the_agent_is_not()
    {
        var devbox = await StartAsync(spec => spec with { Limits = spec.Limits with { MemoryBytes = 128L << 20 } });

        await devbox.RunAsync("for i in $(seq 40); do python3 -c 'import time; x = b\"x\" * (8 << 20); time.sleep(5)' & done; wait");

        Assert.Equal("still there", await devbox.ReadAsync("echo still there"));
    }

    [Fact]
    public async Task A_full_disk_is_said_to_be_full()
    {
        var devbox = await StartAsync();

        // The only disk of a size of its own that every container has.
        var failure = await Assert.ThrowsAsync<BenchException>(() => devbox.Agent.WriteFileAsync(
            "/dev/shm/large", new MemoryStream(new byte[65 << 20]), UnixFileMode.UserRead, null, Deadline));

        Assert.Equal(BenchError.DiskFull, failure.Code);
        Assert.Equal("0", await devbox.ReadAsync("ls /dev/shm | wc -l"));
        Assert.Equal("still there", await devbox.ReadAsync("echo still there"));
    }

    [FactAsRoot]
    public async Task An_agent_whose_own_directory_is_full_runs_no_command_and_goes_on_once_there_is_room()
    {
        var (devbox, disk) = await StartOnSmallDiskAsync();
        using var _ = disk;
        await devbox.RunAsync(FillDirectory);

        Assert.NotNull(await Record.ExceptionAsync(() => devbox.RunAsync("echo unheard")));

        Assert.True(await devbox.Agent.IsAliveAsync(Deadline));
        Directory.Delete(Path.Combine(devbox.RunDirectory, "many"), recursive: true);
        Assert.Equal("still there", await devbox.ReadAsync("echo still there"));
    }

    [FactAsRoot]
    public async Task A_command_that_finds_the_agents_own_directory_full_is_told_so()
    {
        var (devbox, disk) = await StartOnSmallDiskAsync();
        using var _ = disk;
        await devbox.RunAsync(FillDirectory);

        var failure = await Assert.ThrowsAsync<BenchException>(() => devbox.RunAsync("echo unheard"));

        Assert.Equal(BenchError.DiskFull, failure.Code);
    }

    [FactAsRoot]
    public async Task Output_that_finds_no_room_is_cut_and_its_end_says_so()
    {
        var (devbox, disk) = await StartOnSmallDiskAsync();
        using var _ = disk;

        var status = await devbox.RunAsync("head -c 8M /dev/zero | tr '\\0' x; echo; echo the end; exit 4");

        Assert.Equal(4, status.ExitStatus);
        Assert.EndsWith("the end\n", status.StdoutTail, StringComparison.Ordinal);
        Assert.Contains("space", status.EndReason, StringComparison.OrdinalIgnoreCase);
    }

    private static Func<ContainerSpec, ContainerSpec> WithProcesses(int count) =>
        spec => spec with { Limits = spec.Limits with { Processes = count } };

    private async Task<ControlGroup> GroupOfAsync(TestDevbox devbox) =>
        new((int)(await Docker.Client.Containers.InspectContainerAsync(devbox.Container.Id)).State.Pid);

    private async Task<(TestDevbox Devbox, SmallDisk Disk)> StartOnSmallDiskAsync()
    {
        SmallDisk? disk = null;
        var devbox = await StartAsync(spec =>
        {
            disk = new SmallDisk(spec.RunDirectory, megabytes: 2);
            return spec;
        });
        return (devbox, disk!);
    }
}
