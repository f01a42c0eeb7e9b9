using BenchCluster.AgentProtocol;

namespace BenchCluster.Tests.Sessions;

/// <summary>Terminals: what programs on them find, and what stays when a client goes.</summary>
public sealed class TerminalTests : AgentTest
{
    private static readonly TerminalTarget Main = new() { Name = "main" };

    /// <summary>A shell that prompts and echoes nothing, so that what is shown is what was printed.</summary>
    private static readonly SessionStart Quiet = new() { Command = "stty -echo; PS1= exec sh" };

    [Fact]
    public async Task A_shell_has_a_terminal_of_its_size_and_is_its_session_leader()
    {
        await using var client = await AttachAsync(Main with { Columns = 132, Rows = 43 }, Quiet);

        await client.TypeAsync("echo size $(stty size); echo on $(tty); echo term $TERM; ps -o pid=,sid=,tpgid= -p $$; echo hi > /dev/tty; echo do\\ne\n");
        await client.SeesAsync("done\r\n");

        var lines = client.Shown.Split("\r\n");
        Assert.Contains("size 43 132", lines);
        Assert.Contains(lines, line => line.StartsWith("on /dev/pts/", StringComparison.Ordinal));
        Assert.Contains("term xterm-256color", lines);
        Assert.Contains("hi", lines);
        var ids = lines.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).First(words => words.Length == 3 && words.All(word => int.TryParse(word, out _)));
        Assert.Equal(ids[0], ids[1]);
        Assert.True(int.Parse(ids[2]) > 0, client.Shown);
    }

    [Fact]
    public async Task The_shell_is_interactive_where_no_command_is_named()
    {
        await using var client = await AttachAsync(Main, new SessionStart { Environment = new Dictionary<string, string> { ["PS1"] = "ready> ", ["HOME"] = Running.RunDirectory } });

        await client.TypeAsync("case $- in *i*) echo yes-$((1+1));; esac\n");

        await client.SeesAsync("yes-2");
    }

    [Fact]
    public async Task A_resize_is_told_to_the_program()
    {
        await using var client = await AttachAsync(Main, new SessionStart { Command = "trap 'stty size' WINCH; echo on; while :; do sleep 0.05; done" });
        await client.SeesAsync("on");

        await Agent.ResizeTerminalAsync("main", 99, 33, Deadline);

        await client.SeesAsync("33 99");
    }

    [Fact]
    public async Task A_signal_reaches_what_is_in_the_foreground_and_not_the_shell()
    {
        await using var client = await AttachAsync(Main, new SessionStart { Command = "PS1= exec bash --norc --noprofile -i" });
        await client.TypeAsync("stty -echo; echo start-$((0)); sleep 1000; echo ended-$?\n");
        await client.SeesAsync("start-0");
        await Eventually.Get(async () => (await RunAsync("pgrep -cx sleep || true")).Out().Trim(), count => count != "0");

        await Agent.SignalTerminalAsync("main", 15, Deadline);

        await client.SeesAsync("ended-143");
    }

    [Fact]
    public async Task Control_C_is_a_signal_too()
    {
        await using var client = await AttachAsync(Main, new SessionStart { Command = "trap 'echo caught; exit 5' INT; echo on; while :; do sleep 0.05; done" });
        await client.SeesAsync("on");

        await client.TypeAsync("\u0003");

        Assert.Equal(5, (await client.EndAsync())!.ExitCode);
        Assert.Contains("caught", client.Shown);
    }

    [Fact]
    public async Task The_end_of_the_shell_is_told_with_its_exit_status_and_all_that_it_printed()
    {
        await using var client = await AttachAsync(Main, new SessionStart { Command = "seq 1 20000; exit 7" });

        var exit = await client.EndAsync();

        Assert.Equal(7, exit!.ExitCode);
        Assert.EndsWith("19999\r\n20000\r\n", client.Shown);
    }

    [Fact]
    public async Task A_name_is_free_again_once_its_shell_has_ended()
    {
        await using (var client = await AttachAsync(Main, new SessionStart { Command = "exit 3" }))
            Assert.Equal(3, (await client.EndAsync())!.ExitCode);

        await Eventually.Get(
            async () => (await Agent.OpenTerminalAsync(Main, Quiet, Deadline)).Created, created => created);
    }

    [Fact]
    public async Task A_terminal_stays_when_its_client_goes_and_shows_what_came_meanwhile()
    {
        await using (var client = await AttachAsync(Main, Quiet))
        {
            await client.TypeAsync("X=kept; echo here; sleep 0.3; echo while-away\n");
            await client.SeesAsync("here");
        }

        await Eventually.Get(async () => (await Agent.OpenTerminalAsync(Main, Quiet, Deadline)).Attached, attached => !attached);
        Assert.False((await Agent.OpenTerminalAsync(Main, Quiet, Deadline)).Created);
        await using var again = await AttachAsync(Main, Quiet);
        await again.SeesAsync("while-away");
        await again.TypeAsync("echo $X\n");

        await again.SeesAsync("kept");
    }

    [Fact]
    public async Task An_end_frame_detaches()
    {
        await using var client = await AttachAsync(Main, Quiet);
        await client.EndInputAsync();

        await Eventually.Get(async () => (await Agent.OpenTerminalAsync(Main, Quiet, Deadline)).Attached, attached => !attached);
    }

    [Fact]
    public async Task A_second_client_is_refused_while_the_first_is_attached()
    {
        await using var client = await AttachAsync(Main, Quiet);

        Assert.Equal(AgentErrorCode.Busy, await RefusalAsync(() => Agent.AttachTerminalAsync(Main, Quiet, Deadline)));
        Assert.True((await Agent.OpenTerminalAsync(Main, Quiet, Deadline)).Attached);
        await client.TypeAsync("echo still-$((1))\n");
        await client.SeesAsync("still-1");
    }

    [Fact]
    public async Task A_program_that_prints_for_ever_waits_for_a_client_that_does_not_read_and_for_no_client_not_at_all()
    {
        var (connection, _) = await Agent.AttachTerminalAsync(Main, new SessionStart { Command = "yes" }, Deadline);
        await using (connection)
        {
            await RunAsync("sleep 1");
            Assert.InRange(Running.ResidentBytes(), 1, 60 << 20);
            for (var read = 0; read < 4 << 20;)
                read += (await connection.ReadAsync(Deadline))!.Value.Bytes.Length;
        }

        await RunAsync("sleep 1");
        Assert.InRange(Running.ResidentBytes(), 1, 60 << 20);
        await Agent.CloseTerminalAsync("main", Deadline);
        await Eventually.Get(() => Task.FromResult(Running.Processes().Count), count => count == 0);
    }

    [Fact]
    public async Task A_client_that_types_at_a_program_that_does_not_read_is_noticed_when_it_goes()
    {
        await using (var client = await AttachAsync(Main, new SessionStart { Command = "stty raw -echo; echo on; sleep 1000" }))
        {
            await client.SeesAsync("on");
            await client.TypeAsync(new string('x', 200_000));
        }

        await Eventually.Get(async () => (await Agent.OpenTerminalAsync(Main, Quiet, Deadline)).Attached, attached => !attached);
    }

    [Fact]
    public async Task Closing_hangs_up_on_the_shell_and_what_it_runs_and_tells_the_client()
    {
        await using var client = await AttachAsync(Main, Quiet);
        await client.TypeAsync("echo on; sleep 1000\n");
        await client.SeesAsync("on");

        await Agent.CloseTerminalAsync("main", Deadline);

        await client.EndAsync();
        await Eventually.Get(() => Task.FromResult(Running.Processes().Count), count => count == 0);
        Assert.Equal(AgentErrorCode.NotFound, await RefusalAsync(() => Agent.CloseTerminalAsync("main", Deadline)));
        Assert.True((await Agent.OpenTerminalAsync(Main, Quiet, Deadline)).Created);
    }

    [Fact]
    public async Task A_shell_that_does_not_hear_that_it_is_closed_is_killed()
    {
        await using var client = await AttachAsync(Main, new SessionStart { Command = "trap '' HUP; echo on; while :; do sleep 0.1; done" });
        await client.SeesAsync("on");

        await Agent.CloseTerminalAsync("main", Deadline);

        await Eventually.Get(() => Task.FromResult(Running.Processes().Count), count => count == 0);
    }

    [Fact]
    public async Task A_terminal_that_nobody_comes_back_to_is_closed_after_its_time()
    {
        await using (var client = await AttachAsync(Main with { IdleTtlMs = 300 }, Quiet))
        {
            await client.TypeAsync("echo on\n");
            await client.SeesAsync("on");
        }

        await Eventually.Get(() => Task.FromResult(Running.Processes().Count), count => count == 0);
        Assert.Equal(AgentErrorCode.NotFound, await RefusalAsync(() => Agent.ResizeTerminalAsync("main", 80, 24, Deadline)));
    }

    [Fact]
    public async Task Attached_clients_count_as_executions_do()
    {
        Assert.Equal(0, (await Agent.StatsAsync(Deadline)).Executions);
        await using (await AttachAsync(Main, Quiet))
            Assert.Equal(1, (await Agent.StatsAsync(Deadline)).Executions);

        await Eventually.Get(async () => (await Agent.StatsAsync(Deadline)).Executions, count => count == 0);
    }

    [Fact]
    public async Task Quiescence_ends_terminals()
    {
        await using var client = await AttachAsync(Main, Quiet);

        await Agent.QuiesceAsync(Deadline);

        Assert.Equal(9, (await client.EndAsync())!.Signal);
    }

    [Fact]
    public async Task A_hundred_terminals_leave_no_descriptor()
    {
        var before = Running.Descriptors();
        for (var n = 0; n < 100; n++)
        {
            await using var client = await AttachAsync(new TerminalTarget { Name = $"t{n}", IdleTtlMs = 0 }, new SessionStart { Command = $"echo {n}" });
            Assert.Equal(0, (await client.EndAsync())!.ExitCode);
        }

        await Eventually.Get(() => Task.FromResult(Running.Descriptors()), now => now <= before);
    }

    [Fact]
    public async Task What_cannot_be_started_leaves_no_terminal_and_no_descriptor()
    {
        var before = Running.Descriptors();

        Assert.Equal(AgentErrorCode.NotFound, await RefusalAsync(() => Agent.OpenTerminalAsync(Main, new SessionStart { User = "no-such" }, Deadline)));
        Assert.Equal(AgentErrorCode.NotFound, await RefusalAsync(() => Agent.OpenTerminalAsync(Main, new SessionStart { WorkingDirectory = "/no/such" }, Deadline)));

        Assert.Equal(AgentErrorCode.NotFound, await RefusalAsync(() => Agent.ResizeTerminalAsync("main", 80, 24, Deadline)));
        await Eventually.Get(() => Task.FromResult(Running.Descriptors()), now => now <= before);
    }

    [Theory]
    [InlineData("", null, null, "terminal.name")]
    [InlineData("a/b", null, null, "terminal.name")]
    [InlineData("ü", null, null, "terminal.name")]
    [InlineData("main", 0, 24, "terminal.columns")]
    [InlineData("main", 1001, 24, "terminal.columns")]
    [InlineData("main", 80, 0, "terminal.rows")]
    [InlineData("main", 80, 1001, "terminal.rows")]
    public async Task What_breaks_a_rule_is_invalid_and_the_field_is_named(string name, int? columns, int? rows, string field)
    {
        var target = new TerminalTarget { Name = name, Columns = columns, Rows = rows };
        var refusal = await Assert.ThrowsAsync<AgentException>(() => Agent.OpenTerminalAsync(target, Quiet, Deadline));

        Assert.Equal(AgentErrorCode.Invalid, refusal.Code);
        Assert.StartsWith(field, refusal.Message);
    }

    private async Task<Client> AttachAsync(TerminalTarget target, SessionStart start) =>
        new((await Agent.AttachTerminalAsync(target, start, Deadline)).Session, Deadline);
}
