using System.Text;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Tests.Executions;

public sealed class ExecutionTests : AgentTest
{
    [Fact]
    public async Task An_exit_status_is_reported()
    {
        var report = await RunAsync("exit 3");

        Assert.Equal(3, report.ExitCode);
        Assert.Null(report.Signal);
        Assert.Null(report.Problem);
        Assert.False(report.TimedOut);
    }

    [Theory]
    [InlineData("KILL", 9)]
    [InlineData("SEGV", 11)]
    [InlineData("TERM", 15)]
    [InlineData("PIPE", 13)]
    public async Task A_signal_that_ends_a_command_is_reported(string name, int number)
    {
        var report = await RunAsync($"kill -{name} $$");

        Assert.Equal(number, report.Signal);
        Assert.Equal(128 + number, report.ExitCode);
    }

    [Fact]
    public async Task Signals_are_at_their_defaults_and_unblocked()
    {
        var report = await RunAsync("grep -E '^Sig(Blk|Ign)' /proc/self/status");

        Assert.Equal("SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n", report.Out());
    }

    [Fact]
    public async Task The_outputs_are_kept_apart()
    {
        var report = await RunAsync("echo out; echo err >&2; echo out again");

        Assert.Equal("out\nout again\n", report.Out());
        Assert.Equal("err\n", report.Error());
        Assert.Equal((14, 4, 14, 4), (report.StdoutBytes, report.StderrBytes, report.StdoutKept, report.StderrKept));
    }

    [Fact]
    public async Task Output_is_bytes_and_not_text()
    {
        var report = await RunAsync(@"printf '\377\376\000\001\n'");

        Assert.Equal([0xFF, 0xFE, 0, 1, (byte)'\n'], report.StdoutTail);
    }

    [Fact]
    public async Task Standard_input_is_empty_unless_it_is_attached()
    {
        var report = await RunAsync("cat; readlink /proc/self/fd/0");

        Assert.Equal("/dev/null\n", report.Out());
    }

    [Fact]
    public async Task A_command_has_the_environment_that_was_asked_for()
    {
        var report = await RunAsync(Command("""printf '%s\n' "$GREETING" "$EMPTY" "$HOME" """) with
        {
            Environment = new Dictionary<string, string> { ["GREETING"] = "it's \"a\" ü\nline", ["EMPTY"] = "", ["HOME"] = "/somewhere" },
        });

        Assert.Equal("it's \"a\" ü\nline\n\n/somewhere\n", report.Out());
    }

    [Fact]
    public async Task The_kernel_takes_a_command_for_want_of_memory_before_the_agent()
    {
        Assert.Equal("500\n", (await RunAsync("cat /proc/self/oom_score_adj")).Out());
        Assert.Equal("0\n", await File.ReadAllTextAsync($"/proc/{Running.ProcessId}/oom_score_adj"));
    }

    [Fact]
    public async Task A_command_inherits_no_descriptor_of_the_agent()
    {
        // ls itself opens the directory that it lists.
        var report = await RunAsync("ls /proc/self/fd | tr '\\n' ' '");

        Assert.Equal("0 1 2 3 ", report.Out());
    }

    [Fact]
    public async Task A_command_leads_a_session_and_a_process_group_of_its_own()
    {
        var report = await RunAsync("cut -d' ' -f5,6 /proc/$$/stat; echo $$ $$");

        var lines = report.Out().Split('\n');
        Assert.Equal(lines[1], lines[0]);
    }

    [Fact]
    public async Task A_command_runs_in_the_directory_that_was_asked_for()
    {
        var report = await RunAsync(Command("pwd") with { WorkingDirectory = "/usr/bin/.." });

        Assert.Equal("/usr", Path.GetFullPath(report.Out().Trim()));
    }

    [Fact]
    public async Task Without_a_directory_a_command_runs_in_the_users_home()
    {
        Assert.Equal("/root\n", (await RunAsync("pwd")).Out());
    }

    [Fact]
    public async Task A_background_child_that_holds_the_pipes_open_does_not_hold_up_the_end()
    {
        var report = await RunAsync("sleep 1000 & echo hi");

        Assert.Equal("hi\n", report.Out());
        Assert.Equal(0, report.ExitCode);
        Assert.InRange(report.EndedMs!.Value - report.StartedMs, 0, 5000);
    }

    [Fact]
    public async Task The_output_of_the_main_command_is_whole_although_a_background_child_holds_the_pipes_open()
    {
        var report = await RunAsync("sleep 1000 & head -c 3000000 /dev/zero");

        Assert.Equal(3_000_000, report.StdoutBytes);
    }

    [Fact]
    public async Task What_a_background_child_writes_after_the_end_is_kept()
    {
        var gate = Path.Combine(Running.RunDirectory, "gate");
        var id = await StartAsync(Command($"(until [ -e {gate} ]; do sleep 0.01; done; echo late) & echo early"));
        var report = await EndOfAsync(id);
        Assert.Equal("early\n", report.Out());

        await File.WriteAllTextAsync(gate, "");

        await SaysAsync(id, "late");
        // On disk, too, when all of it is gone.
        await Eventually.Get(
            () => Task.FromResult(new ExecutionArchive(Running.RunDirectory).Find(id)?.StdoutBytes),
            bytes => bytes == "early\nlate\n".Length);
    }

    [Theory]
    [InlineData(128 * 1024 - 64)]
    [InlineData(128 * 1024 + 64)]
    [InlineData(1 << 20)]
    [InlineData(ExecutionStart.LongestCommand)]
    public async Task A_long_command_runs(int length)
    {
        const string end = "'; echo ${#text}; exit 7";
        const string start = "text='";
        var text = new string('x', length - start.Length - end.Length);

        var report = await RunAsync(start + text + end);

        Assert.Equal($"{text.Length}\n", report.Out());
        Assert.Equal(7, report.ExitCode);
    }

    [Fact]
    public async Task A_command_that_is_too_long_is_refused()
    {
        var start = Command(new string('x', ExecutionStart.LongestCommand + 1));

        Assert.Equal(AgentErrorCode.Invalid, await RefusalAsync(() => Agent.StartAsync(start, TimeSpan.Zero, Deadline)));
    }

    [Fact]
    public async Task A_long_command_of_characters_that_are_escaped_runs()
    {
        var report = await RunAsync("cat <<'END' | wc -c\n" + string.Concat(Enumerable.Repeat("\"<ü>'&\u0001\n", 300_000)) + "END");

        Assert.Equal($"{300_000 * 9}", report.Out().Trim());
    }

    [Fact]
    public async Task An_environment_that_the_kernel_does_not_take_is_a_problem_and_not_a_silence()
    {
        var report = await RunAsync(Command("true") with
        {
            Environment = new Dictionary<string, string> { ["LARGE"] = new('x', 200_000) },
        });

        Assert.Equal(127, report.ExitCode);
        Assert.Contains("Argument list too long", report.Problem);
    }

    [Fact]
    public async Task Two_hundred_executions_at_once_keep_their_bytes_apart()
    {
        var reports = await Task.WhenAll(Enumerable.Range(0, 200).Select(n => RunAsync($"yes {n} | head -c 20000; echo {n} >&2; exit {n % 100}")));

        for (var n = 0; n < reports.Length; n++)
        {
            var line = $"{n}\n";
            var expected = string.Concat(Enumerable.Repeat(line, (20_000 / line.Length) + 1))[..20_000];
            Assert.Equal(expected, reports[n].Out());
            Assert.Equal(line, reports[n].Error());
            Assert.Equal(n % 100, reports[n].ExitCode);
        }
    }

    [Fact]
    public async Task Executions_are_listed_without_their_tails_and_the_oldest_first()
    {
        var first = (await RunAsync("echo 1")).Id;
        var second = await StartAsync(Command("echo 2; sleep 1000"));
        await SaysAsync(second, "2");

        var all = await Agent.ListAsync(Deadline);

        Assert.Equal([first, second], all.Select(report => report.Id));
        Assert.Equal([ExecutionPhase.Exited, ExecutionPhase.Running], all.Select(report => report.Phase));
        Assert.All(all, report => Assert.Null(report.StdoutTail));
        Assert.All(all, report => Assert.Equal(2, report.StdoutBytes));
    }

    [Fact]
    public async Task An_execution_that_nobody_started_is_not_found()
    {
        Assert.Equal(AgentErrorCode.NotFound, await RefusalAsync(() => Agent.WaitAsync("none", TimeSpan.Zero, Deadline)));
        Assert.Equal(AgentErrorCode.NotFound, await RefusalAsync(() => Agent.SignalAsync("none", 15, SignalScope.Tree, Deadline)));
        Assert.Equal(AgentErrorCode.NotFound, await RefusalAsync(() => Agent.WriteInputAsync("none", default, true, Deadline)));
        Assert.Equal(AgentErrorCode.NotFound, await RefusalAsync(() => ReadAsync("none", OutputKind.Stdout)));
    }

    [Fact]
    public async Task Containers_variables_reach_a_command_unchanged()
    {
        var report = await RunAsync("printenv BENCH_TEST_AGENT | wc -c; printenv PATH");

        Assert.Equal($"33\n{Environment.GetEnvironmentVariable("PATH")}\n", report.Out());
        Assert.Equal("", report.Error());
        Assert.Equal(Encoding.UTF8.GetByteCount(report.Out()), report.StdoutBytes);
    }
}
