using System.Net;
using System.Text;
using System.Text.Json;
using BenchCluster.Client.Commands;
using BenchCluster.Devboxes;
using BenchCluster.Tests.Api;

namespace BenchCluster.Tests.Commands;

public sealed class DevboxExecCommandTests
{
    private const string Execution = "/v1/devboxes/dbx_1/executions/exec_1";

    private readonly FakeServer _server = new FakeServer()
        .On("POST /v1/devboxes/dbx_1/execute_async", ApiObjects.Execution(exitStatus: null))
        .On($"GET {Execution}/stream_stdout_updates", _ => FakeServer.Events())
        .On($"GET {Execution}/stream_stderr_updates", _ => FakeServer.Events())
        .On($"POST {Execution}/wait_for_status", ApiObjects.Execution(exitStatus: 0))
        .On($"POST {Execution}/send_std_in", new object())
        .On($"POST {Execution}/kill", new object());

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(137)]
    public async Task The_exit_status_is_the_commands(int exitStatus)
    {
        _server.On($"POST {Execution}/wait_for_status", ApiObjects.Execution(exitStatus));
        using var bench = new BenchProcess(_server);

        Assert.Equal(exitStatus, await bench.RunLineAsync("devbox exec dbx_1 -- true"));
    }

    [Fact]
    public async Task A_command_that_was_lost_has_failed_and_the_reason_is_said()
    {
        _server.On($"POST {Execution}/wait_for_status", ApiObjects.Execution(exitStatus: null, endReason: "lost"));
        using var bench = new BenchProcess(_server);

        Assert.Equal(ExitStatus.Failed, await bench.RunLineAsync("devbox exec dbx_1 -- true"));
        Assert.Equal("ended: lost\n", bench.Error);
    }

    [Fact]
    public async Task Both_outputs_are_passed_on_as_they_are()
    {
        _server
            .On($"GET {Execution}/stream_stdout_updates", _ => FakeServer.Events(("über\r\n", 7), ("\u001b[1mno newline", 22)))
            .On($"GET {Execution}/stream_stderr_updates", _ => FakeServer.Events(("careful\n", 8)));
        using var bench = new BenchProcess(_server);

        await bench.RunLineAsync("devbox exec dbx_1 -- make");

        Assert.Equal("über\r\n\u001b[1mno newline", bench.Out);
        Assert.Equal("careful\n", bench.Error);
    }

    [Fact]
    public async Task Output_goes_on_where_it_was_when_the_server_is_back()
    {
        _server.OnEach(
            $"GET {Execution}/stream_stdout_updates",
            () => Broken(("first ", 6)),
            () => throw new HttpRequestException(HttpRequestError.ConnectionError, "connection refused"),
            () => FakeServer.Events(("second", 12)));
        using var bench = new BenchProcess(_server);

        Assert.Equal(0, await bench.RunLineAsync("devbox exec dbx_1 -- make"));

        Assert.Equal("first second", bench.Out);
        Assert.Equal("?offset=6", _server.Requests.Last(request => request.Route.EndsWith("stream_stdout_updates", StringComparison.Ordinal)).Query);
        Assert.Equal("server away, retrying\ngoing on\n", bench.Error);
    }

    [Theory]
    [InlineData("devbox exec dbx_1 -- \"cd /tmp && ls\"", "cd /tmp && ls")]
    [InlineData("devbox exec dbx_1 ls", "ls")]
    [InlineData("devbox exec dbx_1 -- ls -la \"my file\"", "ls -la 'my file'")]
    public async Task The_command_reaches_the_shell_as_it_was_meant(string line, string expected)
    {
        using var bench = new BenchProcess(_server);

        await bench.RunLineAsync($"{line}");

        Assert.Equal(expected, Started().Command);
    }

    [Fact]
    public async Task Shell_detach_and_the_commands_own_options_are_told_apart()
    {
        using var bench = new BenchProcess(_server);

        var status = await bench.RunLineAsync("devbox exec dbx_1 --shell main --detach -- run --shell other --detach");

        Assert.Equal(ExitStatus.Done, status);
        Assert.Equal("exec_1\n", bench.Out);
        Assert.Equal(("run --shell other --detach", "main", null), (Started().Command, Started().ShellName, Started().AttachStdin));
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task Every_start_has_an_id_of_its_own()
    {
        using var bench = new BenchProcess(_server);

        await bench.RunLineAsync("devbox exec dbx_1 --detach -- a");
        await bench.RunLineAsync("devbox exec dbx_1 --detach -- a");

        var ids = _server.Requests.Select(request => Guid.Parse(request.Read<ExecuteRequest>().CommandId!)).ToList();
        Assert.Equal(2, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Equal(7, id.Version));
    }

    [Fact]
    public async Task Standard_input_is_passed_on_with_its_end()
    {
        // A character of three bytes across the border of what is read at once.
        var text = new string('x', 32 * 1024 - 1) + "€ end";
        var ended = new TaskCompletionSource();
        _server.On($"POST {Execution}/send_std_in", request =>
        {
            if (request.Read<StandardInputRequest>().Signal == "EOF")
                ended.SetResult();
            return new object();
        });
        _server.OnAsync($"POST {Execution}/wait_for_status", async _ =>
        {
            await ended.Task.WaitAsync(TimeSpan.FromSeconds(30));
            return ApiObjects.Execution(exitStatus: 0);
        });
        using var bench = new BenchProcess(_server) { Input = new MemoryStream(Encoding.UTF8.GetBytes(text)) };

        Assert.Equal(0, await bench.RunLineAsync("devbox exec dbx_1 --stdin -- cat"));

        var sent = Sent();
        Assert.Equal(text, string.Concat(sent.Select(request => request.Text)));
        Assert.Equal("EOF", sent[^1].Signal);
        Assert.True(Started().AttachStdin);
    }

    [Fact]
    public async Task Without_the_option_standard_input_is_left_alone()
    {
        using var bench = new BenchProcess(_server) { Input = new MemoryStream("text"u8.ToArray()) };

        await bench.RunLineAsync("devbox exec dbx_1 -- cat");

        Assert.Empty(Sent());
    }

    [Fact]
    public async Task Input_that_is_not_text_kills_the_command_rather_than_feed_it_something_else()
    {
        var killed = new TaskCompletionSource();
        _server.On($"POST {Execution}/kill", _ =>
        {
            killed.SetResult();
            return new object();
        });
        _server.OnAsync($"GET {Execution}/stream_stdout_updates", async _ =>
        {
            await killed.Task.WaitAsync(TimeSpan.FromSeconds(30));
            return FakeServer.Events();
        });
        using var bench = new BenchProcess(_server) { Input = new MemoryStream([0xff, 0xfe, 0x00]) };

        Assert.Equal(ExitStatus.Failed, await bench.RunLineAsync("devbox exec dbx_1 -i -- cat"));
        Assert.Contains("not UTF-8", bench.Error, StringComparison.Ordinal);
        Assert.True(killed.Task.IsCompleted);
    }

    [Fact]
    public async Task The_first_interrupt_interrupts_the_second_kills_the_third_leaves()
    {
        using var bench = new BenchProcess(_server);
        var taken = new List<bool>();
        _server.On($"POST {Execution}/wait_for_status", _ =>
        {
            for (var i = 0; i < 3; i++)
                taken.Add(bench.Interrupts.Raise());
            return ApiObjects.Execution(exitStatus: 130);
        });

        Assert.Equal(130, await bench.RunLineAsync("devbox exec dbx_1 -- sleep 100"));

        Assert.Equal([true, true, false], taken);
        Assert.Equal(["INTERRUPT"], Sent().Select(request => request.Signal));
        Assert.Single(_server.Requests, request => request.Route == $"POST {Execution}/kill");
    }

    [Fact]
    public async Task A_devbox_that_does_not_run_is_the_servers_error()
    {
        _server.On("POST /v1/devboxes/dbx_1/execute_async", FakeServer.Refuse(HttpStatusCode.Conflict, "The devbox 'dbx_1' is shut down."));
        using var bench = new BenchProcess(_server);

        Assert.Equal(ExitStatus.Failed, await bench.RunLineAsync("devbox exec dbx_1 -- true"));
        Assert.Equal("error: The devbox 'dbx_1' is shut down.\n", bench.Error);
    }

    private ExecuteRequest Started() =>
        _server.Requests.Single(request => request.Route.EndsWith("/execute_async", StringComparison.Ordinal)).Read<ExecuteRequest>();

    private List<StandardInputRequest> Sent() =>
        [.. _server.Requests
            .Where(request => request.Route.EndsWith("/send_std_in", StringComparison.Ordinal))
            .Select(request => request.Read<StandardInputRequest>())];

    /// <summary>A stream whose connection is lost after a piece.</summary>
    private static HttpResponseMessage Broken((string Output, long Offset) piece)
    {
        var text = $"data: {JsonSerializer.Serialize(new { output = piece.Output, offset = piece.Offset })}\n\n";
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new LostStream(Encoding.UTF8.GetBytes(text))) };
    }

    private sealed class LostStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is > 0 and var read ? read : throw new IOException("connection reset");
    }
}
