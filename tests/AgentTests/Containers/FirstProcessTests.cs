using BenchCluster.AgentProtocol;

namespace BenchCluster.Tests.Containers;

/// <summary>What the agent owes the container as its process 1.</summary>
public sealed class FirstProcessTests : BoxTest
{
    /// <summary>Prints how many processes are zombies; makes none itself.</summary>
    private const string CountZombies = "n=0; for f in /proc/[0-9]*/status; do while read -r k v _; do [ \"$k $v\" = 'State: Z' ] && n=$((n+1)); done < $f; done 2>/dev/null; echo $n";

    [Fact]
    public async Task Orphans_leave_no_zombies()
    {
        await RunAsync("for i in $(seq 1 100); do (setsid sh -c '(exit 0) & (sleep 0.01 &) ; exit 0' &); done");

        await Eventually.Get(async () => await ProcessesAsync(), left => left == 0);
        Assert.Equal("0\n", (await RunAsync(CountZombies)).Out());
    }

    [Fact]
    public async Task Orphans_of_a_supervisor_that_was_killed_leave_no_zombies()
    {
        await RunAsync("for i in 1 2 3 4 5; do sleep 0.05 & done; kill -9 $PPID; sleep 1000");
        await Agent.QuiesceAsync(Deadline);

        Assert.Equal("0\n", (await RunAsync(CountZombies)).Out());
    }

    [Fact]
    public async Task Orphans_of_the_engines_own_exec_leave_no_zombies()
    {
        await Box.ExecAsync("sh", "-c", "for i in 1 2 3 4 5; do (setsid sleep 0.1 &); done");

        await Eventually.Get(async () => (await RunAsync(CountZombies)).Out(), zombies => zombies == "0\n");
        Assert.Equal(0, await ProcessesAsync());
    }

    [Fact]
    public async Task A_quiet_box_has_no_process_but_the_agent()
    {
        foreach (var user in new[] { "root", "nobody", "4711" })
            await StartAsync(Command("setsid sleep 1000 & trap '' TERM; sleep 1000") with { User = user, WorkingDirectory = "/" });
        await Box.ExecAsync("sh", "-c", "(setsid sleep 1000 &)");
        var queued = await StartAsync(Command("read -r") with { ShellName = "s", AttachStdin = true });

        await Agent.QuiesceAsync(Deadline);

        Assert.Equal(0, await ProcessesAsync());
        Assert.All(await Agent.ListAsync(Deadline), report => Assert.Equal((ExecutionPhase.Exited, 9), (report.Phase, report.Signal)));
        Assert.NotNull((await Agent.WaitAsync(queued, TimeSpan.Zero, Deadline)).EndedMs);
        Assert.Equal("alive\n", (await RunAsync("echo alive")).Out());
    }

    [Fact]
    public async Task A_command_that_takes_all_memory_is_killed_before_the_agent()
    {
        var report = await RunAsync("python3 -c 'x = bytearray(2 << 30)'");

        Assert.Equal(9, report.Signal);
        Assert.Equal("alive\n", (await RunAsync("echo alive")).Out());
    }

    [Fact]
    public async Task The_engine_stops_the_box_at_once_and_a_new_agent_knows_what_was()
    {
        var ended = await RunAsync("echo ended; exit 3");
        var running = Command("echo running; sleep 1000");
        await StartAsync(running);
        await SaysAsync(running.Id, "running");

        await Box.DockerAsync("stop", "--time", "60");
        Assert.Equal("143\n", await Box.DockerAsync("inspect", "--format", "{{.State.ExitCode}}"));
        Assert.Equal("ended\n", new ExecutionArchive(Box.RunDirectory).Find(ended.Id)!.Out());
        await Box.DockerAsync("start");
        await Box.AnswersAsync();

        var known = await Agent.WaitAsync(ended.Id, TimeSpan.Zero, Deadline);
        Assert.Equal((3, "ended\n"), (known.ExitCode, known.Out()));
        // It is not run again, and what it said is there.
        var lost = await RunAsync(running);
        Assert.Equal((9, "running\n"), (lost.Signal, lost.Out()));
        Assert.Contains("cut off", lost.Problem);
        Assert.Equal(2, (await Agent.ListAsync(Deadline)).Count);
        Assert.Equal("alive\n", (await RunAsync("echo alive")).Out());
    }

    [Fact]
    public async Task A_file_that_the_engine_mounts_can_be_written()
    {
        await Agent.WriteFileAsync(new FileTarget { Path = "/etc/hosts" }, new MemoryStream("127.0.0.1 made-up\n"u8.ToArray()), Deadline);

        Assert.Equal("127.0.0.1 made-up\n", (await RunAsync("cat /etc/hosts")).Out());
    }

    [Fact]
    public async Task A_user_has_the_groups_of_the_image()
    {
        await RunAsync("echo 'dev:x:1234:1234::/home/dev:/bin/bash' >> /etc/passwd; echo 'a:x:2001:dev' >> /etc/group; echo 'b:x:2002:other,dev' >> /etc/group; mkdir -m 700 /home/dev; chown 1234:1234 /home/dev");

        var report = await RunAsync(Command("id -G; pwd; echo $HOME $USER $SHELL") with { User = "dev" });

        Assert.Equal("1234 2001 2002\n/home/dev\n/home/dev dev /bin/bash\n", report.Out());
    }

    [Fact]
    public async Task An_image_without_bash_has_its_posix_shell()
    {
        await RunAsync("rm -f /bin/bash /usr/bin/bash");

        Assert.Equal("sh\n", (await RunAsync("cat /proc/$$/comm")).Out());
        Assert.Equal($"{3 << 20}\n", (await RunAsync($"x='{new string('x', 3 << 20)}'; echo ${{#x}}")).Out());
        await RunAsync(Command("cd /usr; plain='a  b'; export EXPORTED=\"it's\"; umask 027; set -e; false") with { ShellName = "s" });
        Assert.Equal(
            "/usr a  b it's 0027\n",
            (await RunAsync(Command("echo \"$PWD $plain $(printenv EXPORTED) $(umask)\"; exit 5") with { ShellName = "s" })).Out());
        Assert.Equal("/usr\n", (await RunAsync(Command("pwd") with { ShellName = "s" })).Out());
    }

    [Fact]
    public async Task An_image_without_a_shell_says_so()
    {
        await RunAsync("rm -f /bin/bash /usr/bin/bash /bin/sh /usr/bin/sh");

        var refusal = await Assert.ThrowsAsync<AgentException>(() => RunAsync("true"));

        Assert.Equal(AgentErrorCode.NotFound, refusal.Code);
        Assert.Contains("no shell", refusal.Message);
        Assert.Equal(127, (await RunAsync(Command("true") with { ShellName = "s" })).ExitCode);
    }
}
