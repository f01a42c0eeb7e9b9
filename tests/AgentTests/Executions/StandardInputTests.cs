using System.Text;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Tests.Executions;

public sealed class StandardInputTests : AgentTest
{
    private static ExecutionStart Reading(string command) => Command(command) with { AttachStdin = true };

    [Fact]
    public async Task A_command_reads_what_is_written_and_then_the_end()
    {
        var id = await StartAsync(Reading("cat; echo end"));

        await Agent.WriteInputAsync(id, "one "u8.ToArray(), close: false, Deadline);
        await SaysAsync(id, "one ");
        await Agent.WriteInputAsync(id, "two "u8.ToArray(), close: true, Deadline);

        Assert.Equal("one two end\n", (await EndOfAsync(id)).Out());
    }

    [Fact]
    public async Task Ten_megabytes_arrive_unchanged()
    {
        var bytes = new byte[10 << 20];
        new Random(1).NextBytes(bytes);
        var id = await StartAsync(Reading("sha256sum"));

        await Agent.WriteInputAsync(id, bytes, close: true, Deadline);

        Assert.StartsWith(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)), (await EndOfAsync(id)).Out());
    }

    [Fact]
    public async Task Writers_to_commands_that_never_read_do_not_hold_up_others()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => StartAsync(Reading("sleep 1000"))));
        var blocked = ids.Select(id => Agent.WriteInputAsync(id, new byte[1 << 20], close: false, Deadline)).ToList();

        for (var n = 0; n < 20; n++)
            Assert.Equal("hi\n", (await RunAsync("echo hi")).Out());
        Assert.All(blocked, write => Assert.False(write.IsCompleted));

        await Task.WhenAll(ids.Select(id => Agent.SignalAsync(id, 9, SignalScope.Tree, Deadline)));
        foreach (var write in blocked)
            Assert.Equal(AgentErrorCode.Ended, await RefusalAsync(() => write));
    }

    [Fact]
    public async Task Writers_take_turns()
    {
        var id = await StartAsync(Reading("cat | tr -s ab"));

        await Task.WhenAll(
            Agent.WriteInputAsync(id, Encoding.ASCII.GetBytes(new string('a', 60_000)), close: false, Deadline),
            Agent.WriteInputAsync(id, Encoding.ASCII.GetBytes(new string('b', 60_000)), close: false, Deadline));
        await Agent.WriteInputAsync(id, default, close: true, Deadline);

        Assert.Matches("^(ab|ba)$", (await EndOfAsync(id)).Out());
    }

    [Fact]
    public async Task Input_that_is_closed_or_was_never_attached_is_refused()
    {
        var attached = await StartAsync(Reading("sleep 1000"));
        var detached = await StartAsync(Command("sleep 1000"));

        await Agent.WriteInputAsync(attached, default, close: true, Deadline);

        Assert.Equal(AgentErrorCode.Ended, await RefusalAsync(() => Agent.WriteInputAsync(attached, "x"u8.ToArray(), false, Deadline)));
        Assert.Equal(AgentErrorCode.Invalid, await RefusalAsync(() => Agent.WriteInputAsync(detached, "x"u8.ToArray(), false, Deadline)));
    }

    [Fact]
    public async Task Input_to_a_command_that_has_ended_is_refused()
    {
        var report = await RunAsync(Reading("true"));

        Assert.Equal(AgentErrorCode.Ended, await RefusalAsync(() => Agent.WriteInputAsync(report.Id, "x"u8.ToArray(), false, Deadline)));
    }

    [Fact]
    public async Task Input_that_nobody_reads_any_more_is_refused()
    {
        var id = await StartAsync(Reading("exec <&-; echo closed; sleep 1000"));
        await SaysAsync(id, "closed");

        Assert.Equal(AgentErrorCode.Ended, await RefusalAsync(() => Agent.WriteInputAsync(id, new byte[1 << 20], false, Deadline)));
    }

    [Fact]
    public async Task A_writer_that_breaks_off_does_not_close_the_input()
    {
        var id = await StartAsync(Reading("cat"));
        using (var socket = await AgentSocket.ConnectAsync(Running.RunDirectory, isContained: false, Deadline))
        {
            await using var stream = new System.Net.Sockets.NetworkStream(socket, ownsSocket: false);
            await Wire.WriteHeadAsync(
                stream, new AgentRequest { Operation = Operation.WriteInput, Id = id, Close = true }, AgentJson.Default.AgentRequest, Deadline);
            await Wire.WriteFrameAsync(stream, FrameType.Input, "half "u8.ToArray(), Deadline);
            await SaysAsync(id, "half");
        }

        await Agent.WriteInputAsync(id, "whole"u8.ToArray(), close: true, Deadline);

        Assert.Equal("half whole", (await EndOfAsync(id)).Out());
    }
}
