using System.Text;
using BenchCluster.AgentProtocol;
using CsCheck;

namespace BenchCluster.Tests.Executions;

public sealed class OutputTests : AgentTest
{
    private const int MiB = 1 << 20;

    [Fact]
    public async Task Reads_from_any_offset_give_what_follows_it()
    {
        var report = await RunAsync("seq 1 60000; seq 1 1000 >&2");
        var whole = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(1, 60_000).Select(n => $"{n}\n")));
        Assert.Equal(whole, await ReadAsync(report.Id, OutputKind.Stdout));

        await Gen.Int[0, whole.Length + 10].Array[1, 6].SampleAsync(
            async cuts =>
            {
                Array.Sort(cuts);
                foreach (var cut in cuts)
                    Assert.Equal(whole[Math.Min(cut, whole.Length)..], await ReadAsync(report.Id, OutputKind.Stdout, cut));
            },
            iter: 30,
            threads: 1);
    }

    [Fact]
    public async Task Reads_that_are_broken_off_and_resumed_add_up_to_the_whole()
    {
        var id = await StartAsync(Command("for i in $(seq 1 2000); do echo line $i; done"));
        var bytes = new List<byte>();
        var random = new Random(7);
        while (true)
        {
            var wanted = random.Next(1, 4000);
            var before = bytes.Count;
            await foreach (var chunk in Agent.ReadOutputAsync(id, OutputKind.Stdout, bytes.Count, follow: true, Deadline))
            {
                var taken = Math.Min(wanted, chunk.Bytes.Length);
                bytes.AddRange(chunk.Bytes.Span[..taken]);
                if ((wanted -= taken) == 0)
                    break;
                Assert.Equal(bytes.Count, chunk.End);
            }

            if (bytes.Count == before)
                break;
        }

        Assert.Equal(string.Concat(Enumerable.Range(1, 2000).Select(n => $"line {n}\n")), Encoding.ASCII.GetString([.. bytes]));
    }

    [Fact]
    public async Task A_follower_gets_output_as_it_comes_and_ends_with_the_execution()
    {
        var id = await StartAsync(Command("cat") with { AttachStdin = true });
        await using var follower = Agent.ReadOutputAsync(id, OutputKind.Stdout, 0, follow: true, Deadline).GetAsyncEnumerator();

        foreach (var word in new[] { "one", "two", "three" })
        {
            await Agent.WriteInputAsync(id, Encoding.ASCII.GetBytes(word), close: false, Deadline);
            Assert.True(await follower.MoveNextAsync());
            Assert.Equal(word, Encoding.ASCII.GetString(follower.Current.Bytes.Span));
        }

        await Agent.WriteInputAsync(id, default, close: true, Deadline);
        Assert.False(await follower.MoveNextAsync());
        Assert.Equal(0, (await EndOfAsync(id)).ExitCode);
    }

    [Fact]
    public async Task A_follower_of_an_output_without_a_byte_ends_with_the_execution()
    {
        var id = await StartAsync(Command("read -r; exit 1") with { AttachStdin = true });
        var follower = ReadAsync(id, OutputKind.Stderr, follow: true);

        await Agent.WriteInputAsync(id, default, close: true, Deadline);

        Assert.Empty(await follower);
    }

    [Fact]
    public async Task Many_followers_get_the_same()
    {
        var id = await StartAsync(Command("read -r; seq 1 100000") with { AttachStdin = true });
        var followers = Enumerable.Range(0, 20).Select(_ => ReadAsync(id, OutputKind.Stdout, follow: true)).ToList();

        await Agent.WriteInputAsync(id, "\n"u8.ToArray(), close: true, Deadline);

        var whole = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(1, 100_000).Select(n => $"{n}\n")));
        Assert.All(await Task.WhenAll(followers), read => Assert.Equal(whole, read));
    }

    [Fact]
    public async Task Followers_that_go_away_leave_no_descriptor()
    {
        var id = await StartAsync(Command("sleep 1000"));
        var before = Running.Descriptors();
        for (var n = 0; n < 50; n++)
        {
            using var stop = new CancellationTokenSource();
            var follower = Agent.ReadOutputAsync(id, OutputKind.Stdout, 0, follow: true, stop.Token).GetAsyncEnumerator(CancellationToken.None);
            var next = follower.MoveNextAsync();
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
        }

        await Eventually.Get(() => Task.FromResult(Running.Descriptors()), now => now <= before);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100_000)]
    public async Task Output_beyond_the_bound_is_dropped_and_said_to_be(int bound)
    {
        var report = await RunAsync(Command("seq 1 100000; echo end") with { MaxOutputBytes = bound });

        var whole = string.Concat(Enumerable.Range(1, 100_000).Select(n => $"{n}\n")) + "end\n";
        Assert.Equal(whole.Length, report.StdoutBytes);
        Assert.Equal(bound, report.StdoutKept);
        Assert.Equal(whole[^ExecutionArchive.TailLength..], report.Out());
        Assert.Equal(whole[..bound], Encoding.ASCII.GetString(await ReadAsync(report.Id, OutputKind.Stdout)));
        Assert.Equal(0, report.ExitCode);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(64 * 1024 - 1)]
    [InlineData(64 * 1024)]
    [InlineData(64 * 1024 + 1)]
    [InlineData(300_000)]
    public async Task A_tail_is_the_end_of_the_output_in_memory_and_on_disk(int length)
    {
        var report = await RunAsync($"seq 1 100000 | head -c {length}");

        var whole = await ReadAsync(report.Id, OutputKind.Stdout);
        Assert.Equal(length, whole.Length);
        var tail = whole[^Math.Min(length, ExecutionArchive.TailLength)..];
        Assert.Equal(tail, report.StdoutTail);
        Assert.Equal(tail, new ExecutionArchive(Running.RunDirectory).Find(report.Id)!.StdoutTail);
    }

    [Fact]
    public async Task A_gigabyte_of_output_takes_no_memory()
    {
        var id = await StartAsync(Command("head -c 1073741824 /dev/zero | tr '\\0' x") with { MaxOutputBytes = 64 * MiB });
        var most = 0L;
        while ((await Agent.WaitAsync(id, TimeSpan.FromMilliseconds(100), Deadline)).Phase is not ExecutionPhase.Exited)
            most = Math.Max(most, Running.ResidentBytes());

        var report = await EndOfAsync(id);
        Assert.Equal((1L << 30, 64L * MiB), (report.StdoutBytes, report.StdoutKept));
        Assert.Equal(new string('x', ExecutionArchive.TailLength), report.Out());
        Assert.InRange(Math.Max(most, Running.ResidentBytes()), 1, 60 * MiB);
    }

    [Fact]
    public async Task Reading_much_output_takes_no_memory()
    {
        var report = await RunAsync(Command("head -c 100000000 /dev/zero") with { MaxOutputBytes = 100 * MiB });
        var length = 0L;
        await foreach (var chunk in Agent.ReadOutputAsync(report.Id, OutputKind.Stdout, 0, follow: false, Deadline))
            length += chunk.Bytes.Length;

        Assert.Equal(100_000_000, length);
        Assert.InRange(Running.ResidentBytes(), 1, 60 * MiB);
    }

    [Fact]
    public async Task A_negative_offset_is_refused()
    {
        var report = await RunAsync("true");

        Assert.Equal(AgentErrorCode.Invalid, await RefusalAsync(() => ReadAsync(report.Id, OutputKind.Stdout, -1)));
    }
}
