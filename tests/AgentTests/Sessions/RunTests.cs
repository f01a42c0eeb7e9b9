using System.Security.Cryptography;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Tests.Sessions;

/// <summary>Commands whose input and output go over the connection.</summary>
public sealed class RunTests : AgentTest
{
    [Fact]
    public async Task Output_and_errors_are_told_apart_and_the_exit_status_is_the_commands()
    {
        await using var client = await OpenAsync("echo out; echo err >&2; exit 3");

        Assert.Equal(3, (await client.EndAsync())!.ExitCode);
        Assert.Equal(("out\n", "err\n"), (client.Shown, client.Errors));
    }

    [Fact]
    public async Task Input_is_the_clients_and_its_end_too()
    {
        await using var client = await OpenAsync("wc -c");
        await client.TypeAsync("12345");
        await client.EndInputAsync();

        await client.EndAsync();

        Assert.Equal("5", client.Shown.Trim());
    }

    [Fact]
    public async Task There_is_no_terminal()
    {
        await using var client = await OpenAsync("tty; test -t 1 || echo pipe");

        await client.EndAsync();

        Assert.Contains("pipe", client.Shown);
    }

    [Fact]
    public async Task Sixty_four_megabytes_go_through_both_ways_at_the_readers_pace()
    {
        const int length = 64 << 20;
        await using var connection = await Agent.RunAsync(new SessionStart { Command = "cat" }, Deadline);
        var sent = new byte[length];
        new Random(2).NextBytes(sent);

        var sending = Task.Run(async () =>
        {
            await connection.WriteAsync(sent, Deadline);
            await connection.EndInputAsync(Deadline);
        });
        await RunAsync("sleep 1");
        Assert.InRange(Running.ResidentBytes(), 1, 60 << 20);
        using var received = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        while (await connection.ReadAsync(Deadline) is { } output)
            received.AppendData(output.Bytes.Span);
        await sending;

        Assert.Equal(SHA256.HashData(sent), received.GetHashAndReset());
        Assert.Equal(0, connection.Exit!.ExitCode);
    }

    [Fact]
    public async Task All_that_a_command_wrote_arrives_although_it_ended_long_before_it_is_read()
    {
        await using var client = await OpenAsync("seq 1 200000; seq 1 9 >&2; exit 4");
        await RunAsync("sleep 1");

        Assert.Equal(4, (await client.EndAsync())!.ExitCode);
        Assert.EndsWith("\n199999\n200000\n", client.Shown);
        Assert.EndsWith("9\n", client.Errors);
    }

    [Fact]
    public async Task What_stays_in_the_background_holds_nothing_up()
    {
        await using var client = await OpenAsync("sleep 1000 & echo started");

        Assert.Equal(0, (await client.EndAsync())!.ExitCode);
        Assert.Equal("started\n", client.Shown);
        Assert.NotEmpty(Running.Processes());
    }

    [Fact]
    public async Task A_client_that_goes_away_takes_the_command_along()
    {
        await using (var client = await OpenAsync("echo on; sleep 1000; echo never"))
            await client.SeesAsync("on");

        await Eventually.Get(() => Task.FromResult(Running.Processes().Count), count => count == 0);
    }

    [Fact]
    public async Task It_runs_as_the_user_where_and_with_what_was_asked_for()
    {
        await using var client = new Client(
            await Agent.RunAsync(
                new SessionStart { Command = "id -un; pwd; echo $A", User = "nobody", WorkingDirectory = "/", Environment = new Dictionary<string, string> { ["A"] = "b" } },
                Deadline),
            Deadline);

        await client.EndAsync();

        Assert.Equal("nobody\n/\nb\n", client.Shown);
    }

    [Fact]
    public async Task A_hundred_of_them_leave_no_descriptor()
    {
        var before = Running.Descriptors();
        await Task.WhenAll(Enumerable.Range(0, 100).Select(async n =>
        {
            await using var client = await OpenAsync($"echo {n}");
            await client.EndAsync();
            Assert.Equal($"{n}\n", client.Shown);
        }));

        await Eventually.Get(() => Task.FromResult(Running.Descriptors()), now => now <= before);
    }

    [Fact]
    public async Task A_command_is_needed_and_must_fit_in_an_argument()
    {
        foreach (var command in new[] { null, "a\0b", new string('x', 128 * 1024) })
        {
            var refusal = await Assert.ThrowsAsync<AgentException>(() => Agent.RunAsync(new SessionStart { Command = command }, Deadline));
            Assert.Equal(AgentErrorCode.Invalid, refusal.Code);
            Assert.StartsWith("session.command", refusal.Message);
        }
    }

    private async Task<Client> OpenAsync(string command) => new(await Agent.RunAsync(new SessionStart { Command = command }, Deadline), Deadline);
}
