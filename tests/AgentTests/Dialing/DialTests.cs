using System.Net;
using System.Net.Sockets;
using System.Text;
using BenchCluster.AgentProtocol;
using BenchCluster.Tests.Protocol;

namespace BenchCluster.Tests.Dialing;

/// <summary>What goes through the agent to a port, and back.</summary>
public sealed class DialTests : AgentTest, IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public DialTests() => _listener.Start();

    private int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task Bytes_go_both_ways()
    {
        await using var client = await DialAsync();
        using var server = await _listener.AcceptSocketAsync(Deadline);

        await client.WriteAsync("question"u8.ToArray(), Deadline);
        Assert.Equal("question", await ReceiveAsync(server, 8));
        await server.SendAsync("answer"u8.ToArray(), Deadline);

        Assert.Equal("answer", await ReadAsync(client, 6));
    }

    [Fact]
    public async Task The_end_of_one_direction_leaves_the_other_open()
    {
        await using var client = await DialAsync();
        using var server = await _listener.AcceptSocketAsync(Deadline);

        await client.EndAsync(Deadline);
        Assert.Equal(0, await server.ReceiveAsync(new byte[1], Deadline));
        await server.SendAsync("late"u8.ToArray(), Deadline);
        server.Shutdown(SocketShutdown.Send);

        Assert.Equal("late", await ReadAsync(client, 4));
        Assert.Equal(0, await client.ReadAsync(new byte[1], Deadline));
    }

    [Fact]
    public async Task A_server_that_ends_first_still_gets_what_comes()
    {
        await using var client = await DialAsync();
        using var server = await _listener.AcceptSocketAsync(Deadline);

        server.Shutdown(SocketShutdown.Send);
        Assert.Equal(0, await client.ReadAsync(new byte[1], Deadline));
        await client.WriteAsync("late"u8.ToArray(), Deadline);

        Assert.Equal("late", await ReceiveAsync(server, 4));
    }

    [Fact]
    public async Task A_client_that_goes_away_closes_the_connection()
    {
        var client = await DialAsync();
        using var server = await _listener.AcceptSocketAsync(Deadline);

        await client.DisposeAsync();

        Assert.True(await HasEndedAsync(server));
    }

    [Fact]
    public async Task A_connection_that_is_reset_is_an_error_and_no_end()
    {
        await using var client = await DialAsync();
        var server = await _listener.AcceptSocketAsync(Deadline);
        server.LingerState = new LingerOption(true, 0);

        server.Dispose();

        Assert.Equal(AgentErrorCode.Ended, await RefusalAsync(async () => await client.ReadExactlyAsync(new byte[1], Deadline)));
    }

    [Fact]
    public async Task Sixty_four_megabytes_arrive_as_they_were_sent_both_ways_at_once()
    {
        const int length = 64 << 20;
        await using var client = await DialAsync();
        using var server = await _listener.AcceptSocketAsync(Deadline);
        await using var network = new NetworkStream(server);
        var sent = new byte[length];
        new Random(1).NextBytes(sent);

        var echo = Task.Run(() => network.CopyToAsync(network, 1 << 16, Deadline));
        var sending = Task.Run(() => client.WriteAsync(sent, Deadline).AsTask());
        var received = new byte[length];
        await client.ReadExactlyAsync(received, Deadline);
        await sending;
        await client.EndAsync(Deadline);
        await echo;

        Assert.True(sent.AsSpan().SequenceEqual(received));
        Assert.InRange(Running.ResidentBytes(), 1, 80 << 20);
    }

    [Fact]
    public async Task A_port_that_nobody_listens_on_is_refused()
    {
        var port = Port;
        _listener.Stop();

        var refusal = await Assert.ThrowsAsync<AgentException>(() => Agent.DialAsync(new DialTarget { Port = port }, Deadline));

        Assert.Equal(AgentErrorCode.Refused, refusal.Code);
        Assert.Contains($"port {port}", refusal.Message);
    }

    [Fact]
    public async Task Who_listens_on_the_other_loopback_is_found()
    {
        using var six = new TcpListener(IPAddress.IPv6Loopback, 0);
        six.Start();

        await using var client = await Agent.DialAsync(new DialTarget { Port = ((IPEndPoint)six.LocalEndpoint).Port }, Deadline);

        using var server = await six.AcceptSocketAsync(Deadline);
        Assert.True(server.Connected);
    }

    [Theory]
    [InlineData(0, null, "dial.port")]
    [InlineData(-1, null, "dial.port")]
    [InlineData(65536, null, "dial.port")]
    [InlineData(80, "localhost", "dial.address")]
    [InlineData(80, "", "dial.address")]
    public async Task What_is_no_address_is_invalid_and_the_field_is_named(int port, string? address, string field)
    {
        var refusal = await Assert.ThrowsAsync<AgentException>(() => Agent.DialAsync(new DialTarget { Port = port, Address = address }, Deadline));

        Assert.Equal(AgentErrorCode.Invalid, refusal.Code);
        Assert.StartsWith(field, refusal.Message);
    }

    [Fact]
    public async Task Two_hundred_connections_at_once_leave_no_descriptor()
    {
        var before = Running.Descriptors();
        await Task.WhenAll(Enumerable.Range(0, 200).Select(async n =>
        {
            await using var client = await DialAsync();
            using var server = await _listener.AcceptSocketAsync(Deadline);
            await client.WriteAsync(BitConverter.GetBytes(n), Deadline);
            await ReceiveAsync(server, 4);
        }));

        await Eventually.Get(() => Task.FromResult(Running.Descriptors()), now => now <= before);
    }

    [Fact]
    public async Task A_client_that_drops_at_any_byte_closes_what_it_dialed()
    {
        byte[] whole =
        [
            .. RawConnection.Head(new AgentRequest { Operation = Operation.Dial, Dial = new DialTarget { Port = Port } }),
            .. RawConnection.Frame(FrameType.Input, "content"u8.ToArray()),
        ];
        var head = Array.IndexOf(whole, (byte)'\n') + 1;
        for (var length = 0; length <= whole.Length; length++)
        {
            using (var connection = await RawConnection.OpenAsync(Running, Deadline))
                await connection.SendAsync(whole[..length], Deadline);
            if (length < head)
                continue;
            using var server = await _listener.AcceptSocketAsync(Deadline);
            Assert.True(await HasEndedAsync(server));
        }

        Assert.True(Running.IsAlive);
        Assert.False(_listener.Pending());
    }

    private Task<FrameDuplexStream> DialAsync() => Agent.DialAsync(new DialTarget { Port = Port }, Deadline);

    private async Task<string> ReceiveAsync(Socket socket, int length)
    {
        var bytes = new byte[length];
        for (var read = 0; read < length;)
            read += await socket.ReceiveAsync(bytes.AsMemory(read), Deadline) is > 0 and var more ? more : throw new EndOfStreamException();
        return Encoding.UTF8.GetString(bytes);
    }

    private async Task<string> ReadAsync(Stream stream, int length)
    {
        var bytes = new byte[length];
        await stream.ReadExactlyAsync(bytes, Deadline);
        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>Whether the other end closes: in order, or for good.</summary>
    private async Task<bool> HasEndedAsync(Socket socket)
    {
        try
        {
            var rest = new byte[64];
            while (await socket.ReceiveAsync(rest, Deadline) > 0)
            {
                // What was sent before.
            }
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset)
        {
            // That is an end, too.
        }

        return true;
    }
}
