using System.Text;
using BenchCluster.AgentProtocol;
using CsCheck;

namespace BenchCluster.Tests.Protocol;

/// <summary>Whatever a connection sends, the agent goes on serving the others.</summary>
public sealed class HostileClientTests : AgentTest
{
    private static readonly Gen<string> Names = AnyOf("a", "b", "", ".", "a/b", "\n", "ü", new string('x', 300), "\ud800");

    private static readonly Gen<string?> Ids = AnyOf<string?>("known", "x", "", "../x", ".", null, "id with space", new string('y', 200));

    private static readonly Gen<string?> Users = AnyOf<string?>(null, "", "nobody", "no-such", "0", ":", "1:", "4294967295", "99999999999", "root:root:root");

    private static readonly Gen<long> Numbers = Gen.OneOf(AnyOf(0, 1, -1, long.MaxValue, long.MinValue, int.MaxValue), Gen.Long[0, 100]);

    private string Root => Path.Combine(Running.RunDirectory, "files");

    private Gen<AgentRequest> Requests => Gen.Select(
        Gen.Enum<Operation>(), Ids, Names, Users, Numbers, Gen.Int[-1, 70], Gen.Bool, Gen.Enum<SignalScope>(),
        (operation, id, name, user, number, small, flag, scope) => new AgentRequest
        {
            Operation = operation,
            Id = id,
            Start = small < 5 ? null : new ExecutionStart
            {
                Id = id ?? "none",
                Command = flag ? "echo $RANDOM" : "cat; exit 3",
                User = user,
                ShellName = small % 2 == 0 ? name : null,
                WorkingDirectory = small % 3 == 0 ? Path.Combine(Root, name) : Root,
                AttachStdin = flag,
                TimeoutMs = number,
                MaxOutputBytes = number,
                Environment = small % 5 == 0 ? new Dictionary<string, string> { [name] = name, ["HOME"] = name } : null,
            },
            // Long waits are given up by those who hang up.
            WaitMs = number,
            Stream = flag ? OutputKind.Stdout : OutputKind.Stderr,
            Offset = number,
            Follow = flag,
            Signal = small,
            Scope = scope,
            Close = flag,
            // Always below: these are operations of root.
            File = small < 3 ? null : new FileTarget { Path = $"{Root}/{name}", User = user, Owner = user, Mode = (int?)number, Offset = number, Recursive = flag },
            Dial = small < 2 ? null : new DialTarget { Port = small - 4, Address = flag ? null : id },
            Session = small < 4 ? null : new SessionStart
            {
                Command = flag ? "cat" : null,
                User = user,
                WorkingDirectory = small % 3 == 0 ? Path.Combine(Root, name) : null,
                Environment = small % 5 == 0 ? new Dictionary<string, string> { [name] = name } : null,
            },
            Terminal = small < 2 ? null : new TerminalTarget
            {
                Name = flag ? name : "known", Columns = small % 2 == 0 ? small : null, Rows = (int?)(small % 7 == 0 ? number : 24), IdleTtlMs = number,
            },
        });

    [Fact]
    public async Task Random_bytes_are_survived()
    {
        await Gen.Byte.Array[0, 2000].SampleAsync(TryAsync, iter: 300, threads: 1);

        await IsWellAsync();
    }

    [Fact]
    public async Task Broken_heads_are_answered_as_invalid()
    {
        var head = RawConnection.Head(new AgentRequest { Operation = Operation.Wait, Id = "x", WaitMs = 5 });
        await Gen.Select(Gen.Int[0, head.Length - 1], Gen.Byte).SampleAsync(
            async (at, value) =>
            {
                var broken = head.ToArray();
                broken[at] = value;
                await TryAsync(broken);
            },
            iter: 500,
            threads: 1);
        foreach (var text in new[] { "{}", "null", "[]", "\"\"", "{\"operation\":\"Nothing\"}", "{\"operation\":\"Hello\"", "{\"version\":1,\"operation\":\"Start\",\"start\":{\"id\":null,\"command\":\"true\"}}", "\ufeff{}" })
            Assert.Contains("\"code\":\"Invalid\"", await AnswerAsync(Encoding.UTF8.GetBytes(text + "\n")));

        await IsWellAsync();
    }

    [Fact]
    public async Task Valid_heads_with_any_values_are_survived()
    {
        Directory.CreateDirectory(Root);
        await RunAsync(Command("seq 1 1000") with { Id = "known" });
        await Gen.Select(Requests, Gen.Byte.Array[0, 100]).SampleAsync(
            async (request, rest) => await TryAsync([.. RawConnection.Head(request), .. RawConnection.Frame(FrameType.Input, rest), .. RawConnection.Frame(FrameType.End, [])]),
            iter: 1500,
            threads: 1);

        await IsWellAsync();
    }

    [Fact]
    public async Task Connections_that_drop_at_any_byte_are_survived_and_leave_nothing()
    {
        Directory.CreateDirectory(Root);
        byte[] whole =
        [
            .. RawConnection.Head(new AgentRequest { Operation = Operation.WriteFile, File = new FileTarget { Path = $"{Root}/file" } }),
            .. RawConnection.Frame(FrameType.Input, "content"u8.ToArray()),
            .. RawConnection.Frame(FrameType.End, []),
        ];
        for (var length = 0; length < whole.Length; length++)
        {
            using var connection = await RawConnection.OpenAsync(Running, Deadline);
            await connection.SendAsync(whole[..length], Deadline);
        }

        await IsWellAsync();
        await Eventually.Get(() => Task.FromResult(Directory.GetFileSystemEntries(Root).Length), left => left == 0);
    }

    [Fact]
    public async Task Frames_that_are_none_are_refused()
    {
        Directory.CreateDirectory(Root);
        var head = RawConnection.Head(new AgentRequest { Operation = Operation.WriteFile, File = new FileTarget { Path = $"{Root}/file" } });
        byte[][] frames = [[9, 0, 0, 0, 0, 0, 0, 1, 1], [0, 1, 0, 0, 0, 0, 0, 1, 1], [0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF], [0, 0, 0, 0, 0x7F, 0xFF, 0xFF, 0xFF], [0, 0, 0, 0, 0, 0x10, 0, 1]];
        foreach (var frame in frames)
            Assert.Contains("\"code\":\"Invalid\"", await AnswerAsync([.. head, .. frame]));

        Assert.Empty(Directory.GetFileSystemEntries(Root));
        await IsWellAsync();
    }

    [Fact]
    public async Task A_head_of_five_megabytes_is_understood_and_one_without_an_end_is_refused()
    {
        var hello = Encoding.UTF8.GetBytes($$"""{"version":1,"operation":"Hello","later_version_says":"{{new string('x', 5 << 20)}}"}""" + "\n");
        Assert.Contains("agent_version", await AnswerAsync(hello));

        Assert.Contains("\"code\":\"Invalid\"", await AnswerAsync(new byte[Wire.LongestHead + (1 << 20)].Select(_ => (byte)'x').ToArray()));

        await IsWellAsync();
        Assert.InRange(Running.ResidentBytes(), 1, 200 << 20);
    }

    [Fact]
    public async Task A_head_of_the_fewest_fields_is_understood()
    {
        Assert.Contains("agent_version", await AnswerAsync("""{"version":1,"operation":"Hello"}"""u8.ToArray().Append((byte)'\n').ToArray()));
        var start = """{"version":1,"operation":"Start","start":{"id":"x","command":"echo hi"},"wait_ms":60000}""" + "\n";

        using var connection = await RawConnection.OpenAsync(Running, Deadline);
        await connection.SendAsync(Encoding.UTF8.GetBytes(start), Deadline);
        var answer = await connection.ReadToEndAsync(Deadline);

        Assert.Contains("\"phase\":\"Exited\"", answer);
        Assert.Contains("\"stdout_kept\":3", answer);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(ProtocolVersion.Current + 1)]
    public async Task A_version_that_the_agent_does_not_speak_is_refused_and_the_right_one_is_named(int version)
    {
        var answer = await AnswerAsync(RawConnection.Head(new AgentRequest { Operation = Operation.Hello, Version = version }));

        Assert.Contains("\"code\":\"Version\"", answer);
        Assert.Contains($"{ProtocolVersion.Oldest} to {ProtocolVersion.Current}", answer);
    }

    [Fact]
    public async Task A_thousand_idle_connections_hold_nobody_up()
    {
        var idle = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => RawConnection.OpenAsync(Running, Deadline)));

        await IsWellAsync();
        Assert.Equal("hi\n", (await RunAsync("echo hi")).Out());
        Assert.InRange(Running.ResidentBytes(), 1, 60 << 20);

        foreach (var connection in idle)
            connection.Dispose();
        await Eventually.Get(() => Task.FromResult(Running.Descriptors()), count => count < 100);
    }

    [Fact]
    public async Task A_thousand_waits_that_are_given_up_leave_no_descriptor()
    {
        var id = await StartAsync(Command("sleep 1000"));
        var before = Running.Descriptors();
        var head = RawConnection.Head(new AgentRequest { Operation = Operation.Wait, Id = id, WaitMs = 3_600_000 });
        for (var n = 0; n < 1000; n++)
        {
            using var connection = await RawConnection.OpenAsync(Running, Deadline);
            await connection.SendAsync(head, Deadline);
        }

        await Eventually.Get(() => Task.FromResult(Running.Descriptors()), now => now <= before);
    }

    private static Gen<T> AnyOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private async Task IsWellAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        Assert.Equal(Running.ProcessId, (await Agent.HelloAsync(limit.Token)).ProcessId);
        Assert.True(Running.IsAlive);
    }

    private async Task<string> AnswerAsync(byte[] bytes)
    {
        using var connection = await RawConnection.OpenAsync(Running, Deadline);
        await connection.SendAsync(bytes, Deadline);
        connection.Finish();
        return await connection.ReadToEndAsync(Deadline);
    }

    /// <summary>Sends it, and hangs up at once or when an answer has begun.</summary>
    private async Task TryAsync(byte[] bytes)
    {
        using var connection = await RawConnection.OpenAsync(Running, Deadline);
        await connection.SendAsync(bytes, Deadline);
        if (bytes.Length % 2 == 0)
            return;
        connection.Finish();
        await connection.ReadToEndAsync(Deadline);
    }
}
