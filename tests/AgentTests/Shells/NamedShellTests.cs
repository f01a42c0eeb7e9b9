using BenchCluster.AgentProtocol;

namespace BenchCluster.Tests.Shells;

public sealed class NamedShellTests : AgentTest
{
    [Theory]
    [InlineData("cd /usr/lib", "pwd", "/usr/lib\n")]
    [InlineData("plain='a  b'", "echo \"$plain\"", "a  b\n")]
    [InlineData("export EXPORTED=yes", "printenv EXPORTED", "yes\n")]
    [InlineData("plain=no", "printenv plain; echo $?", "1\n")]
    [InlineData("list=(one 'two three' '')", "printf '<%s>' \"${list[@]}\"", "<one><two three><>")]
    [InlineData("declare -A map=([k]=v ['a b']='c d')", "echo \"${map[k]} ${map[a b]}\"", "v c d\n")]
    [InlineData("declare -i number=5", "number+=2; echo $number", "7\n")]
    [InlineData("declare -r fixed=1", "fixed=2; echo not here", "")]
    [InlineData("greet() { echo \"hello $1\"; }", "greet you", "hello you\n")]
    [InlineData("greet() { echo exported; }; export -f greet", "bash -c greet", "exported\n")]
    [InlineData("cd() { builtin cd \"$@\" && echo moved; }; cd /usr", "pwd; cd /etc", "/usr\nmoved\n")]
    [InlineData("declare() { echo hijacked; }; printf() { :; }; kept=1", "echo $kept", "1\n")]
    [InlineData("shopt -s extglob\nmatch() { case $1 in @(a|b)) echo yes;; esac; }; after() { echo after; }", "match b; after", "yes\nafter\n")]
    [InlineData("shopt -s extglob", "shopt -q extglob; echo $?", "0\n")]
    [InlineData("true", "shopt -q extglob; echo $?", "1\n")]
    [InlineData("RANDOM=1; SECONDS=5", "[ $SECONDS -lt 5 ] && echo \"$PPID\" | grep -c .", "1\n")]
    [InlineData("true", "compgen -v | grep -c __bench_saved; echo $-", "0\nhBc\n")]
    [InlineData("umask 027", "umask", "0027\n")]
    [InlineData("IFS=:", "text=a:b; set -- $text; echo $1", "a\n")]
    [InlineData("unset PATH", "echo ${PATH-gone}", "gone\n")]
    [InlineData("export -n HOME", "echo ${HOME+here}; /usr/bin/printenv HOME", "here\n")]
    [InlineData("set -C; kept=1", "echo $kept", "1\n")]
    [InlineData("set -u -f; kept=1", "echo $kept", "1\n")]
    [InlineData("set -e; kept=1; false; kept=2", "echo $kept", "1\n")]
    [InlineData("kept=1; exit 7", "echo $kept", "1\n")]
    [InlineData("kept=1; (exit 7)", "echo $? $kept", "0 1\n")]
    [InlineData("kept=1; kill -TERM $$", "echo $kept", "1\n")]
    [InlineData("cd /usr; kept=1; false", "echo $kept $PWD", "1 /usr\n")]
    [InlineData("echo 'unclosed", "echo alive", "alive\n")]
    [InlineData("mkdir -p /tmp/bench-shell-gone && cd /tmp/bench-shell-gone && rmdir /tmp/bench-shell-gone; kept=1", "echo $kept", "1\n")]
    public async Task A_shell_remembers(string first, string second, string output)
    {
        await RunAsync(Command(first) with { ShellName = "s" });

        Assert.Equal(output, (await RunAsync(Command(second) with { ShellName = "s" })).Out());
    }

    [Fact]
    public async Task A_variable_of_any_bytes_is_kept()
    {
        await RunAsync(Command("text=$(printf '\\001\\002\\033\\377\\n\\t\\r\\n \\303\\274 \\047\\042\\044\\140\\134end')") with { ShellName = "s" });

        var report = await RunAsync(Command("printf %s \"$text\"") with { ShellName = "s" });

        Assert.Equal([1, 2, 0x1B, 0xFF, .. "\n\t\r\n ü '\"$`\\end"u8], report.StdoutTail);
    }

    [Theory]
    [InlineData("exit 7", 7, null)]
    [InlineData("false", 1, null)]
    [InlineData("set -e; (exit 9); echo never", 9, null)]
    [InlineData("no-such-command-of-this-name", 127, null)]
    [InlineData("kill -KILL $$", 137, 9)]
    public async Task A_shell_reports_how_a_command_ended_and_goes_on(string command, int exitCode, int? signal)
    {
        await RunAsync(Command("kept=1") with { ShellName = "s" });

        var report = await RunAsync(Command(command) with { ShellName = "s" });

        Assert.Equal((exitCode, signal), (report.ExitCode, report.Signal));
        Assert.Equal("1\n", (await RunAsync(Command("echo $kept") with { ShellName = "s" })).Out());
    }

    [Fact]
    public async Task The_own_trap_of_a_command_runs_and_the_shell_goes_on()
    {
        await RunAsync(Command("kept=1") with { ShellName = "s" });

        Assert.Equal("bye\n", (await RunAsync(Command("trap 'echo bye' EXIT; exit 3") with { ShellName = "s" })).Out());
        Assert.Equal("1\n", (await RunAsync(Command("echo $kept") with { ShellName = "s" })).Out());
    }

    [Fact]
    public async Task A_command_that_is_killed_leaves_the_state_before_it()
    {
        await RunAsync(Command("kept=1; cd /usr") with { ShellName = "s" });
        var id = await StartAsync(Command("kept=2; cd /etc; echo ready; sleep 1000") with { ShellName = "s" });
        await SaysAsync(id, "ready");

        await Agent.SignalAsync(id, 9, SignalScope.Tree, Deadline);

        Assert.Equal("1 /usr\n", (await RunAsync(Command("echo $kept $PWD") with { ShellName = "s" })).Out());
    }

    [Fact]
    public async Task A_command_whose_time_is_over_leaves_the_shell_usable()
    {
        var report = await RunAsync(Command("sleep 1000") with { ShellName = "s", TimeoutMs = 200 });

        Assert.True(report.TimedOut);
        Assert.Equal("next\n", (await RunAsync(Command("echo next") with { ShellName = "s" })).Out());
    }

    [Fact]
    public async Task Commands_of_a_shell_run_one_after_another_in_the_order_of_their_starts()
    {
        var ids = new List<string>();
        for (var n = 0; n < 100; n++)
            ids.Add(await StartAsync(Command($"all=\"$all {n}\"; echo $all") with { ShellName = "s" }));

        var last = await EndOfAsync(ids[^1]);

        Assert.Equal(string.Join(' ', Enumerable.Range(0, 100)) + "\n", last.Out());
    }

    [Fact]
    public async Task A_command_waits_in_the_queue_while_another_runs()
    {
        var first = await StartAsync(Command("read -r") with { ShellName = "s", AttachStdin = true });
        var second = await Agent.StartAsync(Command("echo ran") with { ShellName = "s" }, TimeSpan.Zero, Deadline);
        Assert.Equal(ExecutionPhase.Queued, second.Phase);
        Assert.Equal("s", second.ShellName);
        Assert.Equal("other\n", (await RunAsync(Command("echo other") with { ShellName = "t" })).Out());
        Assert.Equal(ExecutionPhase.Queued, (await Agent.WaitAsync(second.Id, TimeSpan.Zero, Deadline)).Phase);

        await Agent.WriteInputAsync(first, default, close: true, Deadline);

        Assert.Equal("ran\n", (await EndOfAsync(second.Id)).Out());
    }

    [Fact]
    public async Task A_queued_command_that_is_killed_never_runs()
    {
        var first = await StartAsync(Command("read -r") with { ShellName = "s", AttachStdin = true });
        var second = await StartAsync(Command("ran=1") with { ShellName = "s" });
        Assert.Equal(AgentErrorCode.Ended, await RefusalAsync(() => Agent.SignalAsync(second, 2, SignalScope.Group, Deadline)));

        await Agent.SignalAsync(second, 9, SignalScope.Tree, Deadline);

        Assert.Equal(9, (await EndOfAsync(second)).Signal);
        await Agent.WriteInputAsync(first, default, close: true, Deadline);
        Assert.Equal("no\n", (await RunAsync(Command("echo ${ran-no}") with { ShellName = "s" })).Out());
    }

    [Fact]
    public async Task Thousands_of_queued_commands_that_cannot_run_do_no_harm()
    {
        var first = await StartAsync(Command("read -r") with { ShellName = "s", AttachStdin = true });
        var directory = Directory.CreateDirectory(Path.Combine(Running.RunDirectory, "work")).FullName;
        var ids = new List<string>();
        for (var n = 0; n < 3000; n++)
            ids.Add(await StartAsync(Command("true") with { ShellName = "s", WorkingDirectory = directory }));
        Directory.Delete(directory);

        await Agent.WriteInputAsync(first, default, close: true, Deadline);

        var last = await EndOfAsync(ids[^1]);
        Assert.Equal(127, last.ExitCode);
        Assert.Contains("no directory", last.Problem);
        Assert.Equal("alive\n", (await RunAsync(Command("echo alive") with { ShellName = "s" })).Out());
    }

    [Fact]
    public async Task What_is_asked_for_one_command_goes_before_what_the_shell_remembers()
    {
        await RunAsync(Command("export WHO=shell; cd /usr") with { ShellName = "s" });

        var report = await RunAsync(Command("echo $WHO $PWD; printenv WHO") with
        {
            ShellName = "s",
            WorkingDirectory = "/etc",
            Environment = new Dictionary<string, string> { ["WHO"] = "it's me", ["not-a-name"] = "x" },
        });

        Assert.Equal("it's me /etc\nit's me\n", report.Out());
    }

    [Fact]
    public async Task Shells_of_one_name_and_several_users_are_apart()
    {
        await RunAsync(Command("secret=1; cd /usr") with { ShellName = "s" });

        var other = await RunAsync(Command("echo ${secret-none} $PWD; secret=2") with { ShellName = "s", User = "nobody", WorkingDirectory = "/" });
        var same = await RunAsync(Command("echo ${secret-none} $PWD") with { ShellName = "s", User = "0" });

        Assert.Equal("none /\n", other.Out());
        Assert.Equal("1 /usr\n", same.Out());
        Assert.Equal("2\n", (await RunAsync(Command("echo $secret") with { ShellName = "s", User = "nobody", WorkingDirectory = "/" })).Out());
    }

    [Fact]
    public async Task A_shell_keeps_a_state_of_many_megabytes_and_the_agent_stays_small()
    {
        await RunAsync(Command("large=$(head -c 20000000 /dev/zero | tr '\\0' x)") with { ShellName = "s" });

        Assert.Equal("20000000\n", (await RunAsync(Command("echo ${#large}") with { ShellName = "s" })).Out());
        Assert.Equal("20000000\n", (await RunAsync(Command("echo ${#large}") with { ShellName = "s" })).Out());
        Assert.InRange(Running.ResidentBytes(), 1, 60 << 20);
    }

    [Fact]
    public async Task A_state_that_is_too_long_is_not_kept_and_said_so()
    {
        await RunAsync(Command("kept=1") with { ShellName = "s" });

        var report = await RunAsync(Command("kept=2; large=$(head -c 70000000 /dev/zero | tr '\\0' x)") with { ShellName = "s" });

        Assert.Equal(0, report.ExitCode);
        Assert.Contains("not kept", report.Problem);
        Assert.Equal("1\n", (await RunAsync(Command("echo $kept") with { ShellName = "s" })).Out());
    }

    [Fact]
    public async Task A_shell_takes_a_long_command()
    {
        var text = new string('x', 3 << 20);

        Assert.Equal($"{text.Length}\n", (await RunAsync(Command($"text='{text}'; echo ${{#text}}") with { ShellName = "s" })).Out());
    }

    [Fact]
    public async Task A_background_child_of_a_shell_does_not_hold_up_the_next_command()
    {
        await RunAsync(Command("sleep 1000 & child=$!") with { ShellName = "s" });

        Assert.Equal("sleep\n", (await RunAsync(Command("cat /proc/$child/comm") with { ShellName = "s" })).Out());
    }

    [Fact]
    public async Task A_quiet_agent_forgets_its_shells()
    {
        await RunAsync(Command("kept=1") with { ShellName = "s" });
        var running = await StartAsync(Command("sleep 1000") with { ShellName = "s" });
        var queued = await StartAsync(Command("echo never") with { ShellName = "s" });

        await Agent.QuiesceAsync(Deadline);

        Assert.Equal(9, (await EndOfAsync(running)).Signal);
        Assert.Equal((9, ""), ((await EndOfAsync(queued)).Signal!.Value, (await EndOfAsync(queued)).Out()));
        Assert.Equal("none\n", (await RunAsync(Command("echo ${kept-none}") with { ShellName = "s" })).Out());
        Assert.Empty(Running.Processes());
    }

    [Fact]
    public async Task Shells_leave_no_descriptor_behind()
    {
        await RunAsync(Command("true") with { ShellName = "s" });
        var before = Running.Descriptors();
        for (var n = 0; n < 50; n++)
            await RunAsync(Command(n % 5 == 0 ? "kill -9 $$" : "true") with { ShellName = "s" });

        await Eventually.Get(() => Task.FromResult(Running.Descriptors()), now => now <= before);
    }
}
