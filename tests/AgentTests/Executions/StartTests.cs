using BenchCluster.AgentProtocol;

namespace BenchCluster.Tests.Executions;

/// <summary>What is refused, and what an id promises.</summary>
public sealed class StartTests : AgentTest
{
    public static TheoryData<string, ExecutionStart, AgentErrorCode> Refused => new()
    {
        { "no id", new ExecutionStart { Id = "", Command = "true" }, AgentErrorCode.Invalid },
        { "a path", new ExecutionStart { Id = "../x", Command = "true" }, AgentErrorCode.Invalid },
        { "a dot", new ExecutionStart { Id = ".x", Command = "true" }, AgentErrorCode.Invalid },
        { "a long id", new ExecutionStart { Id = new string('x', 129), Command = "true" }, AgentErrorCode.Invalid },
        { "a zero byte", new ExecutionStart { Id = "x", Command = "echo \0" }, AgentErrorCode.Invalid },
        { "no user", new ExecutionStart { Id = "x", Command = "true", User = "nobody-of-this-name" }, AgentErrorCode.NotFound },
        { "no group", new ExecutionStart { Id = "x", Command = "true", User = "root:no-group-of-this-name" }, AgentErrorCode.NotFound },
        { "no user of a shell", new ExecutionStart { Id = "x", Command = "true", User = "nobody-of-this-name", ShellName = "s" }, AgentErrorCode.NotFound },
        { "no directory", new ExecutionStart { Id = "x", Command = "true", WorkingDirectory = "/no/directory" }, AgentErrorCode.NotFound },
        { "a file for a directory", new ExecutionStart { Id = "x", Command = "true", WorkingDirectory = "/etc/passwd" }, AgentErrorCode.NotFound },
        { "no time", new ExecutionStart { Id = "x", Command = "true", TimeoutMs = 0 }, AgentErrorCode.Invalid },
        { "a negative bound", new ExecutionStart { Id = "x", Command = "true", MaxOutputBytes = -1 }, AgentErrorCode.Invalid },
        { "a shell without a name", new ExecutionStart { Id = "x", Command = "true", ShellName = "" }, AgentErrorCode.Invalid },
        { "a variable without a name", new ExecutionStart { Id = "x", Command = "true", Environment = new Dictionary<string, string> { [""] = "" } }, AgentErrorCode.Invalid },
        { "an equals sign in a name", new ExecutionStart { Id = "x", Command = "true", Environment = new Dictionary<string, string> { ["A=B"] = "" } }, AgentErrorCode.Invalid },
        { "a zero byte in a value", new ExecutionStart { Id = "x", Command = "true", Environment = new Dictionary<string, string> { ["A"] = "\0" } }, AgentErrorCode.Invalid },
        { "no value", new ExecutionStart { Id = "x", Command = "true", Environment = new Dictionary<string, string> { ["A"] = null! } }, AgentErrorCode.Invalid },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_cannot_be_started_is_refused_and_leaves_nothing(string what, ExecutionStart start, AgentErrorCode code)
    {
        var before = Running.Descriptors();

        var refusal = await Assert.ThrowsAsync<AgentException>(() => Agent.StartAsync(start, TimeSpan.FromMinutes(1), Deadline));

        Assert.True(refusal.Code == code, $"{what}: {refusal.Code} {refusal.Message}");
        Assert.Empty(await Agent.ListAsync(Deadline));
        var executions = Path.Combine(Running.RunDirectory, "exec");
        Assert.True(!Directory.Exists(executions) || Directory.GetFileSystemEntries(executions).Length == 0, what);
        await Eventually.Get(() => Task.FromResult(Running.Descriptors()), now => now <= before);
    }

    [Fact]
    public async Task An_id_that_was_refused_can_be_started_afterwards()
    {
        var start = Command("echo yes");
        await Assert.ThrowsAsync<AgentException>(() => RunAsync(start with { WorkingDirectory = "/no/directory" }));

        Assert.Equal("yes\n", (await RunAsync(start)).Out());
    }

    [Fact]
    public async Task The_same_id_runs_once()
    {
        var log = Path.Combine(Running.RunDirectory, "log");
        var start = Command($"echo ran >> {log}; exit 5");

        var first = await RunAsync(start);
        var second = await RunAsync(start with { Command = $"echo again >> {log}" });

        Assert.Equal("ran\n", await File.ReadAllTextAsync(log));
        Assert.Equal((first.ExitCode, first.StartedMs), (second.ExitCode, second.StartedMs));
    }

    [Fact]
    public async Task The_same_id_runs_once_also_when_all_ask_at_once()
    {
        var log = Path.Combine(Running.RunDirectory, "log");
        foreach (var shell in new[] { null, "main" })
        {
            foreach (var _ in Enumerable.Range(0, 10))
            {
                File.Delete(log);
                var start = Command($"echo ran >> {log}; exit 5") with { ShellName = shell };

                var reports = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => RunAsync(start)));

                Assert.All(reports, report => Assert.Equal(5, report.ExitCode));
                Assert.Equal("ran\n", await File.ReadAllTextAsync(log));
            }
        }
    }

    [Fact]
    public async Task The_same_id_does_not_run_again_when_it_is_on_disk_only()
    {
        var log = Path.Combine(Running.RunDirectory, "log");
        var start = Command($"echo ran | tee -a {log}; exit 5");
        var first = await RunAsync(start);
        for (var n = 0; n < 100; n++)
            await RunAsync("true");

        var again = await RunAsync(start);

        Assert.Equal("ran\n", await File.ReadAllTextAsync(log));
        Assert.Equal(first with { StdoutTail = null, StderrTail = null }, again with { StdoutTail = null, StderrTail = null });
        Assert.Equal("ran\n", again.Out());
        Assert.Equal("", again.Error());
    }

    [Fact]
    public async Task A_directory_that_no_agent_made_is_not_believed()
    {
        var start = Command("echo honest");
        var planted = Directory.CreateDirectory(Path.Combine(Running.RunDirectory, "exec", start.Id)).FullName;
        await File.WriteAllTextAsync(Path.Combine(planted, "status.json"), $$"""{"id":"{{start.Id}}","phase":"Exited","exit_code":0,"stdout_tail":"bGll"}""");

        await File.WriteAllTextAsync(Path.Combine(planted, "stdout"), "a lie");

        Assert.Equal(AgentErrorCode.NotFound, await RefusalAsync(() => Agent.WaitAsync(start.Id, TimeSpan.Zero, Deadline)));
        var report = await RunAsync(start);

        Assert.Equal("honest\n", report.Out());
        Assert.Null(report.Problem);
        Assert.Equal("honest\n"u8.ToArray(), await ReadAsync(start.Id, OutputKind.Stdout));
    }
}
