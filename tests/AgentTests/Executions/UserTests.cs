namespace BenchCluster.Tests.Executions;

public sealed class UserTests : AgentTest
{
    [Theory]
    [InlineData(null, "0:0")]
    [InlineData("root", "0:0")]
    [InlineData("0", "0:0")]
    [InlineData("nobody", "65534:65534")]
    [InlineData("65534", "65534:65534")]
    [InlineData("nobody:daemon", "65534:1")]
    [InlineData("nobody:1", "65534:1")]
    [InlineData("4711", "4711:4711")]
    [InlineData("4711:4712", "4711:4712")]
    public async Task A_command_runs_as_the_user(string? user, string ids)
    {
        var report = await RunAsync(Command("echo $(id -u):$(id -g); grep -E '^(Uid|Gid)' /proc/self/status | tr -s '\\t' ' '") with { User = user });

        var (uid, gid) = (ids.Split(':')[0], ids.Split(':')[1]);
        Assert.Equal($"{ids}\nUid: {uid} {uid} {uid} {uid}\nGid: {gid} {gid} {gid} {gid}\n", report.Out());
    }

    [Fact]
    public async Task A_command_of_a_user_has_no_group_and_no_right_of_roots()
    {
        var report = await RunAsync(Command("id -G; grep -E '^Cap(Prm|Eff)' /proc/self/status; cat /etc/shadow") with { User = "nobody", WorkingDirectory = "/" });

        Assert.Equal("65534\nCapPrm:\t0000000000000000\nCapEff:\t0000000000000000\n", report.Out());
        Assert.Contains("ermission denied", report.Error());
    }

    [Fact]
    public async Task A_command_knows_its_user()
    {
        var report = await RunAsync(Command("echo $USER $LOGNAME $HOME") with { User = "daemon", WorkingDirectory = "/" });

        Assert.Equal("daemon daemon /usr/sbin\n", report.Out());
    }

    [Fact]
    public async Task A_directory_that_only_root_may_enter_is_a_problem_for_another()
    {
        var closed = Directory.CreateDirectory(Path.Combine(Running.RunDirectory, "closed"), UnixFileMode.UserRead | UnixFileMode.UserExecute).FullName;

        var report = await RunAsync(Command("pwd") with { User = "nobody", WorkingDirectory = closed });

        Assert.Equal(127, report.ExitCode);
        Assert.Contains("Permission denied", report.Problem);
        Assert.Contains(closed, report.Problem);
    }

    [Fact]
    public async Task What_executions_wrote_is_for_root_only()
    {
        await RunAsync("echo secret");

        var report = await RunAsync(Command($"ls {Running.RunDirectory}/exec") with { User = "nobody", WorkingDirectory = "/" });

        Assert.NotEqual(0, report.ExitCode);
        Assert.Equal("", report.Out());
    }
}
