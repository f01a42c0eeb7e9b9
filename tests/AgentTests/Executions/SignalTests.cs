using BenchCluster.AgentProtocol;

namespace BenchCluster.Tests.Executions;

public sealed class SignalTests : AgentTest
{
    private const int Interrupt = 2;
    private const int Kill = 9;
    private const int Terminate = 15;

    /// <summary>A shell that says what it and its child hear.</summary>
    private const string Listeners = """
        trap 'echo parent' TERM
        bash -c 'trap "echo child" TERM; echo ready; while :; do sleep 0.02; done' &
        child=$!
        while :; do sleep 0.02; done
        """;

    [Fact]
    public async Task A_signal_can_be_sent_as_soon_as_an_execution_is_started()
    {
        for (var n = 0; n < 50; n++)
        {
            var id = await StartAsync(Command("sleep 1000"));

            await Agent.SignalAsync(id, Terminate, SignalScope.Process, Deadline);

            Assert.Equal(Terminate, (await EndOfAsync(id)).Signal);
        }
    }

    [Fact]
    public async Task A_signal_to_the_process_reaches_the_main_process_alone()
    {
        var id = await StartAsync(Command(Listeners));
        await SaysAsync(id, "ready");

        await Agent.SignalAsync(id, Terminate, SignalScope.Process, Deadline);
        await SaysAsync(id, "parent");
        await Agent.SignalAsync(id, Kill, SignalScope.Tree, Deadline);

        Assert.DoesNotContain("child", (await EndOfAsync(id)).Out());
    }

    [Theory]
    [InlineData(SignalScope.Group)]
    [InlineData(SignalScope.Tree)]
    public async Task A_signal_to_the_group_or_the_tree_reaches_children(SignalScope scope)
    {
        var id = await StartAsync(Command(Listeners));
        await SaysAsync(id, "ready");

        await Agent.SignalAsync(id, Terminate, scope, Deadline);

        await SaysAsync(id, "parent");
        await SaysAsync(id, "child");
    }

    [Fact]
    public async Task A_signal_to_the_tree_reaches_what_has_left_the_group()
    {
        var id = await StartAsync(Command("""setsid bash -c 'trap "echo far" TERM; echo ready; while :; do sleep 0.02; done' & wait"""));
        await SaysAsync(id, "ready");

        await Agent.SignalAsync(id, Terminate, SignalScope.Tree, Deadline);

        await SaysAsync(id, "far");
    }

    [Fact]
    public async Task An_interrupt_reaches_the_group()
    {
        var id = await StartAsync(Command("echo ready; sleep 1000; echo not here"));
        await SaysAsync(id, "ready");

        await Agent.SignalAsync(id, Interrupt, SignalScope.Group, Deadline);

        Assert.Equal(Interrupt, (await EndOfAsync(id)).Signal);
    }

    [Fact]
    public async Task A_kill_of_the_tree_reaches_all_that_has_fled()
    {
        var id = await StartAsync(Command(Fugitives.Command));
        await SaysAsync(id, Fugitives.Ready);

        await Agent.SignalAsync(id, Kill, SignalScope.Tree, Deadline);

        // It is answered when nothing is left.
        Assert.Empty(Running.Processes());
        Assert.Equal(Kill, (await EndOfAsync(id)).Signal);
    }

    [Fact]
    public async Task A_kill_of_the_tree_reaches_what_a_command_has_left_behind()
    {
        var report = await RunAsync("setsid sleep 1000 & echo left");

        await Agent.SignalAsync(report.Id, Kill, SignalScope.Tree, Deadline);

        Assert.Empty(Running.Processes());
        Assert.Equal(0, (await EndOfAsync(report.Id)).ExitCode);
    }

    [Fact]
    public async Task A_kill_reaches_a_process_whose_main_thread_has_ended()
    {
        var id = await StartAsync(Command("""
            python3 -c '
            import ctypes, threading, time
            threading.Thread(target=lambda: time.sleep(1000)).start()
            print("ready", flush=True)
            ctypes.CDLL(None).pthread_exit(None)' &
            wait
            """));
        await SaysAsync(id, "ready");

        await Agent.SignalAsync(id, Kill, SignalScope.Tree, Deadline);

        Assert.Empty(Running.Processes());
    }

    [Fact]
    public async Task A_kill_reaches_what_is_stopped_and_a_stopped_supervisor_ends()
    {
        // Root can stop its own supervisor, which is its parent.
        var id = await StartAsync(Command("sleep 1000 & kill -STOP $!; kill -STOP $PPID; echo ready; kill -STOP $$"));
        await SaysAsync(id, "ready");

        await Agent.SignalAsync(id, Kill, SignalScope.Tree, Deadline);

        Assert.Equal(Kill, (await EndOfAsync(id)).Signal);
        Assert.Empty(Running.Processes());
    }

    [Fact]
    public async Task A_supervisor_that_is_killed_ends_its_execution()
    {
        var report = await RunAsync("kill -KILL $PPID; sleep 1000");

        Assert.Equal(Kill, report.Signal);
        await Agent.QuiesceAsync(Deadline);
        Assert.Empty(Running.Processes());
    }

    [Fact]
    public async Task A_supervisor_takes_no_signal_but_a_kill()
    {
        var report = await RunAsync("for s in HUP INT QUIT TERM USR1 USR2 SEGV ABRT ALRM PIPE CHLD TSTP TTIN; do kill -$s $PPID; done; exit 4");

        Assert.Equal(4, report.ExitCode);
    }

    [Fact]
    public async Task A_signal_to_what_has_ended_is_refused()
    {
        var report = await RunAsync("true");
        await Eventually.Get(() => Task.FromResult(Running.Processes().Count), left => left == 0);

        foreach (var scope in Enum.GetValues<SignalScope>())
            Assert.Equal(AgentErrorCode.Ended, await RefusalAsync(() => Agent.SignalAsync(report.Id, Kill, scope, Deadline)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-9)]
    [InlineData(65)]
    public async Task A_number_that_is_no_signal_is_refused(int signal)
    {
        var id = await StartAsync(Command("sleep 1000"));

        Assert.Equal(AgentErrorCode.Invalid, await RefusalAsync(() => Agent.SignalAsync(id, signal, SignalScope.Process, Deadline)));
    }
}
