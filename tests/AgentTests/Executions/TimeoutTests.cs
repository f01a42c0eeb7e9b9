namespace BenchCluster.Tests.Executions;

public sealed class TimeoutTests : AgentTest
{
    [Fact]
    public async Task A_command_whose_time_is_over_is_killed()
    {
        var report = await RunAsync(Command("echo begun; sleep 1000") with { TimeoutMs = 1000 });

        Assert.True(report.TimedOut);
        Assert.Equal(9, report.Signal);
        Assert.Equal("begun\n", report.Out());
        Assert.InRange(report.EndedMs!.Value - report.StartedMs, 1000, 20_000);
    }

    [Fact]
    public async Task What_a_command_started_is_killed_with_it_wherever_it_has_gone()
    {
        var report = await RunAsync(Command(Fugitives.Command) with { TimeoutMs = 2500 });

        Assert.True(report.TimedOut);
        Assert.Equal(Fugitives.Ready, report.Out());
        await Eventually.Get(() => Task.FromResult(Running.Processes().Count), left => left == 0);
    }

    [Fact]
    public async Task A_command_that_ends_in_time_is_not_touched()
    {
        var report = await RunAsync(Command("exit 3") with { TimeoutMs = 60_000 });

        Assert.False(report.TimedOut);
        Assert.Equal(3, report.ExitCode);
    }

    [Fact]
    public async Task What_a_command_leaves_behind_outlives_its_time()
    {
        var gate = Path.Combine(Running.RunDirectory, "gate");
        var left = await RunAsync(Command($"(until [ -e {gate} ]; do sleep 0.01; done; echo alive) & true") with { TimeoutMs = 1500 });
        Assert.False(left.TimedOut);
        Assert.True((await RunAsync(Command("sleep 1000") with { TimeoutMs = 2000 })).TimedOut);

        await File.WriteAllTextAsync(gate, "");

        await SaysAsync(left.Id, "alive");
    }

    [Fact]
    public async Task The_time_of_a_command_counts_from_its_turn_in_a_shell()
    {
        await StartAsync(Command("sleep 2") with { ShellName = "s" });

        var report = await RunAsync(Command("echo ran") with { ShellName = "s", TimeoutMs = 1900 });

        Assert.False(report.TimedOut);
        Assert.Equal("ran\n", report.Out());
    }
}
