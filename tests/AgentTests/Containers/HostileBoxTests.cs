using System.Text;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Tests.Containers;

/// <summary>Root in the box can do what it likes, but neither to the agent nor in its name.</summary>
public sealed class HostileBoxTests : BoxTest
{
    private const string AskAgent = """
        import socket
        s = socket.socket(socket.AF_UNIX)
        s.settimeout(20)
        s.connect('/.bench/run/agent.sock')
        try:
            s.sendall(b'{"version":1,"operation":"Hello"}\n')
            print(s.recv(100))
        except OSError as e:
            print(e)
        """;

    private const string Spawner = "$(grep -lx bench-spawner /proc/[0-9]*/comm | grep -o '[0-9]*')";

    private async Task<ExecutionReport> PythonAsync(string program)
    {
        var path = $"/tmp/{Guid.NewGuid():N}.py";
        await Agent.WriteFileAsync(new FileTarget { Path = path }, new MemoryStream(Encoding.UTF8.GetBytes(program)), Deadline);
        return await RunAsync($"python3 {path} 2>&1");
    }

    /// <summary>Makes the call; that the box is full is an answer, too.</summary>
    private static async Task OrNoResourcesAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (AgentException e) when (e.Code is AgentErrorCode.NoResources)
        {
            // That is the answer.
        }
    }

    [Fact]
    public async Task The_agent_answers_nobody_inside()
    {
        var report = await PythonAsync(AskAgent);

        Assert.DoesNotContain("agent_version", report.Out());
        Assert.Matches(@"^(b''|\[Errno 104\].*|\[Errno 32\].*)\n$", report.Out());
        Assert.DoesNotContain("agent_version", await Box.ExecAsync("python3", "-c", AskAgent));
    }

    [Fact]
    public async Task No_signal_from_inside_ends_the_agent()
    {
        await RunAsync("for s in $(seq 1 64); do kill -$s 1; done; true");
        await RunAsync("for s in SEGV BUS FPE ILL ABRT TERM INT QUIT HUP; do for i in $(seq 1 20); do kill -$s 1; done; done; true");

        Assert.Equal(1, (await Agent.HelloAsync(Deadline)).ProcessId);
        // What handles faults for the runtime still does.
        Assert.Equal(AgentErrorCode.NotFound, (await Assert.ThrowsAsync<AgentException>(() => RunAsync(Command("true") with { User = "none" }))).Code);
        Assert.Equal("alive\n", (await RunAsync("echo alive")).Out());
    }

    [Theory]
    [InlineData("1")]
    [InlineData("$PPID")]
    [InlineData(Spawner)]
    public async Task The_agent_and_its_supervisors_cannot_be_looked_into(string process)
    {
        var report = await RunAsync($$"""
            p={{process}}
            for f in environ mem maps auxv syscall; do head -c 1 /proc/$p/$f > /dev/null 2>&1 && echo "read $f"; done
            for fd in 0 3 4 5 6; do readlink /proc/$p/fd/$fd 2> /dev/null && echo "read fd"; done
            readlink /proc/$p/exe > /dev/null 2>&1 && echo "read exe"
            ls /proc/$p/root/ > /dev/null 2>&1 && echo "entered root"
            python3 - $p <<'END'
            import ctypes, sys
            libc = ctypes.CDLL(None, use_errno=True)
            for request in (16, 0x4206):
                if libc.ptrace(request, int(sys.argv[1]), 0, 0) == 0:
                    print("traced")
            END
            echo done
            """);

        Assert.Equal("done\n", report.Out());
    }

    [Fact]
    public async Task Commands_start_after_what_starts_them_was_killed()
    {
        Assert.Equal("killed\n", (await RunAsync($"kill -9 {Spawner} && echo killed")).Out());

        Assert.Equal("alive\n", (await RunAsync("echo alive")).Out());
        Assert.Equal(0, await ProcessesAsync());
    }

    [Fact]
    public async Task Commands_start_after_what_starts_them_was_stopped_and_the_one_that_met_it_says_so()
    {
        Assert.Equal("stopped\n", (await RunAsync($"kill -STOP {Spawner} && echo stopped")).Out());

        var met = await Assert.ThrowsAsync<AgentException>(() => RunAsync("touch /tmp/late"));
        Assert.Contains("No process can be made", met.Message, StringComparison.Ordinal);
        Assert.Equal("alive\n", (await RunAsync("ls /tmp/late 2> /dev/null; echo alive")).Out());
    }

    [Fact]
    public async Task A_fork_bomb_ends_with_its_time_and_the_agent_serves()
    {
        for (var n = 0; n < 3; n++)
        {
            var report = await RunAsync(Command("bomb() { bomb | bomb & }; bomb; while :; do :; done 2>/dev/null") with { TimeoutMs = 1500, MaxOutputBytes = 1 << 16 });

            Assert.True(report.TimedOut, report.Problem);
            await Eventually.Get(ProcessesAsync, left => left == 0);
            Assert.Equal("alive\n", (await RunAsync("echo alive")).Out());
        }
    }

    [Fact]
    public async Task A_quiet_box_has_got_rid_of_a_fork_bomb_of_any_user()
    {
        await StartAsync(Command("bomb() { setsid bash -c 'while :; do (sleep 1000 &); done' & bomb | bomb & }; bomb; wait") with { User = "nobody", WorkingDirectory = "/", MaxOutputBytes = 1 << 16 });
        await OrNoResourcesAsync(() => StartAsync(Command("bomb() { bomb | bomb & }; bomb; while :; do :; done") with { MaxOutputBytes = 1 << 16 }));
        await Eventually.Get(ProcessesAsync, count => count > 150);

        await Agent.QuiesceAsync(Deadline);

        Assert.Equal(0, await ProcessesAsync());
        Assert.Equal("alive\n", (await RunAsync("echo alive")).Out());
    }

    [Fact]
    public async Task A_full_house_of_processes_is_an_answer_and_not_a_silence()
    {
        // The first thing that this agent runs: threads that it has not made yet it cannot make now.
        var hog = await StartAsync(Command("while sleep 1000 & do :; done 2>/dev/null; wait; echo full; sleep 1000"));
        await Eventually.Get(ProcessesAsync, count => count >= 180);

        for (var n = 0; n < 20; n++)
        {
            Assert.Equal(1, (await Agent.HelloAsync(Deadline)).ProcessId);
            await OrNoResourcesAsync(() => RunAsync("true"));
            await OrNoResourcesAsync(() => RunAsync(Command("true") with { TimeoutMs = 1000 }));
            await OrNoResourcesAsync(() => Agent.StatAsync(new FileTarget { Path = "/etc/passwd" }, Deadline));
            await OrNoResourcesAsync(() => Agent.StatAsync(new FileTarget { Path = "/etc/passwd", User = "nobody" }, Deadline));
        }

        await Agent.SignalAsync(hog, 9, SignalScope.Tree, Deadline);
        Assert.Equal("alive\n", (await RunAsync("echo alive")).Out());
    }

    [Fact]
    public async Task An_impostor_on_the_socket_is_not_believed()
    {
        var impostor = await StartAsync(Command("""
            cd /.bench/run && mv agent.sock real.sock && python3 -c '
            import socket
            s = socket.socket(socket.AF_UNIX)
            s.bind("agent.sock")
            s.listen()
            print("ready", flush=True)
            while True:
                c = s.accept()[0]
                c.recv(1000)
                c.sendall(b"{\"hello\":{\"agent_version\":\"0.1.0\",\"protocol\":1,\"process_id\":1}}\n")
                c.close()'
            """));
        await Eventually.Get(() => Task.FromResult(new ExecutionArchive(Box.RunDirectory).OpenOutput(impostor, OutputKind.Stdout, 0)!.ReadByte()), first => first == 'r');

        var refusal = await Assert.ThrowsAnyAsync<IOException>(() => Agent.HelloAsync(Deadline));

        Assert.Contains("not believed", refusal.Message);
        await Box.ExecAsync("sh", "-c", "cd /.bench/run && mv real.sock agent.sock");
        Assert.Equal(1, (await Agent.HelloAsync(Deadline)).ProcessId);
    }

    [Fact]
    public async Task A_second_agent_in_the_box_is_not_believed()
    {
        await Box.ExecAsync("sh", "-c", "cd /.bench/run && mv agent.sock real.sock && (setsid /.bench/bin/bench-agent serve --dir /.bench/run > /dev/null 2>&1 &)");
        await Eventually.Get(() => Task.FromResult(File.Exists(Path.Combine(Box.RunDirectory, "agent.sock"))), exists => exists);

        var refusal = await Eventually.Get(
            async () => (await Assert.ThrowsAnyAsync<Exception>(() => Agent.HelloAsync(Deadline))).Message, message => message.Contains("not believed", StringComparison.Ordinal));

        Assert.Contains("not believed", refusal);
    }

    [Theory]
    [InlineData("mkfifo $d/status.json.new")]
    [InlineData("mkdir $d/status.json.new; touch $d/status.json.new/x")]
    [InlineData("mkdir $d/status.json; touch $d/status.json/x")]
    [InlineData("ln -s /dev/zero $d/status.json.new")]
    [InlineData("ln -s /dev/zero $d/status.json")]
    [InlineData("mkfifo $d/stdout")]
    [InlineData("mkdir $d/stdout")]
    [InlineData("ln -s /etc/passwd $d/stdout")]
    [InlineData("rm -rf $d")]
    [InlineData("rm -rf /.bench/run/exec; touch /.bench/run/exec")]
    [InlineData("rm -rf /.bench/run/exec; ln -s /tmp /.bench/run/exec")]
    public async Task What_is_planted_beside_an_output_neither_hangs_nor_fools(string plant)
    {
        var start = Command($"d=/.bench/run/exec/$ID; {plant}; echo said; exit 3");

        var report = await RunAsync(start with { Environment = new Dictionary<string, string> { ["ID"] = start.Id } });

        Assert.Equal((3, "said\n"), (report.ExitCode, report.Out()));
        Assert.Equal(1, (await Agent.HelloAsync(Deadline)).ProcessId);
        // The host looks at it as well.
        var archive = new ExecutionArchive(Box.RunDirectory);
        Assert.True(archive.Find(start.Id) is null or { ExitCode: 3 });
        await using (var output = archive.OpenOutput(start.Id, OutputKind.Stdout, 0))
            Assert.True(output is null || await new StreamReader(output).ReadToEndAsync(Deadline) is "" or "said\n");
        // And so does a reader, long after.
        for (var n = 0; n < 40; n++)
            await Assert.ThrowsAsync<AgentException>(() => RunAsync(Command("true") with { WorkingDirectory = "/no" }));
        await foreach (var chunk in Agent.ReadOutputAsync(start.Id, OutputKind.Stdout, 0, follow: true, Deadline))
            Assert.Equal("said\n", Encoding.UTF8.GetString(chunk.Bytes.Span));
    }

    [Theory]
    [InlineData("mkfifo /etc/passwd; mkfifo /etc/group")]
    [InlineData("ln -s /dev/zero /etc/passwd; ln -s /dev/zero /etc/group")]
    [InlineData("mkdir /etc/passwd /etc/group")]
    [InlineData("head -c 100000000 /dev/zero > /etc/passwd")]
    public async Task Accounts_that_are_none_leave_root(string plant)
    {
        await RunAsync($"rm /etc/passwd /etc/group; {plant}");

        Assert.Equal("0\n", (await RunAsync("id -u")).Out());
        Assert.Equal("4711\n", (await RunAsync(Command("id -u") with { User = "4711" })).Out());
        Assert.Equal(AgentErrorCode.NotFound, (await Assert.ThrowsAsync<AgentException>(() => RunAsync(Command("true") with { User = "nobody" }))).Code);
    }
}
