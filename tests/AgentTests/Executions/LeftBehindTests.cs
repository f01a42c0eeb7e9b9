namespace BenchCluster.Tests.Executions;

/// <summary>What a command has started and does not outlive.</summary>
public sealed class LeftBehindTests : AgentTest
{
    [Theory]
    [InlineData("true")]
    [InlineData("sleep 0.01 & wait; echo done")]
    [InlineData("echo a | cat | cat")]
    public async Task A_command_whose_processes_have_all_ended_leaves_nothing_behind(string command) =>
        Assert.False((await RunAsync(command)).LeftBehind);

    [Theory]
    [InlineData("sleep 5 &")]
    [InlineData("setsid sh -c 'setsid sleep 5 >/dev/null 2>&1 &' >/dev/null 2>&1")]
    public async Task What_outlives_a_command_is_told(string command) => Assert.True((await RunAsync(command)).LeftBehind);

    [Fact]
    public async Task What_is_written_after_the_end_is_told_apart()
    {
        var report = await RunAsync("(sleep 0.04; printf late) & echo mine");

        Assert.True(report.LeftBehind);
        Assert.Equal("mine\n", report.Out()[..^(int)report.LateStdoutBytes]);
    }
}
