using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace BenchCluster.Docker;

/// <summary>
/// The session of a build: a connection over which the newer builder asks for the values of secret mounts when a step needs
/// them, so that they are in no request, layer or history. The engine opens it towards us: on a connection of ours that is
/// turned around, it speaks gRPC, and a web server of one connection answers.
/// </summary>
internal sealed class BuildSession : IAsyncDisposable
{
    private const string GetSecret = "/moby.buildkit.secrets.v1.Secrets/GetSecret";
    private const string Health = "/grpc.health.v1.Health/Check";
    private const int LongestMessage = 64 * 1024;
    private const string NotFound = "5";
    private const string Unimplemented = "12";

    /// <summary>A health answer whose field <c>status</c> is <c>SERVING</c>.</summary>
    private static readonly byte[] Serving = [0x08, 0x01];

    private readonly WebApplication _server;
    private readonly IReadOnlyDictionary<string, string> _secrets;

    private BuildSession(Stream connection, IReadOnlyDictionary<string, string> secrets)
    {
        _secrets = secrets;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddSingleton<IConnectionListenerFactory>(new OneConnection(connection));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(
            OneConnection.EndPoint, listen => listen.Protocols = HttpProtocols.Http2));
        _server = builder.Build();
        _server.Run(AnswerAsync);
    }

    /// <summary>Its id, which the build names.</summary>
    public required string Id { get; init; }

    /// <summary>Opens a session.</summary>
    public static async Task<BuildSession> OpenAsync(
        DockerConnection connection, IReadOnlyDictionary<string, string> secrets, CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid().ToString("n");
        using var request = new HttpRequestMessage(HttpMethod.Post, "session");
        request.Headers.Connection.Add("Upgrade");
        request.Headers.Upgrade.Add(new("h2c"));
        request.Headers.Add("X-Docker-Expose-Session-Uuid", id);
        request.Headers.Add("X-Docker-Expose-Session-Name", "benchcluster");
        request.Headers.Add("X-Docker-Expose-Session-Grpc-Method", [GetSecret, Health]);
        var session = new BuildSession(await connection.TurnAroundAsync(request, cancellationToken), secrets) { Id = id };
        await session._server.StartAsync(cancellationToken);
        return session;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _server.StopAsync(now.Token);
        await _server.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        http.Response.ContentType = "application/grpc";
        var request = await ReadAsync(http.Request.Body, http.RequestAborted);
        byte[]? answer = http.Request.Path.Value switch
        {
            Health => Serving,
            GetSecret when _secrets.TryGetValue(IdIn(request), out var value) => SecretOf(value),
            _ => null,
        };
        if (answer is null)
        {
            http.Response.AppendTrailer("grpc-status", http.Request.Path.Value is GetSecret ? NotFound : Unimplemented);
            await http.Response.CompleteAsync();
            return;
        }

        var head = new byte[5];
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(1), answer.Length);
        await http.Response.Body.WriteAsync((byte[])[.. head, .. answer], http.RequestAborted);
        http.Response.AppendTrailer("grpc-status", "0");
    }

    /// <summary>The message of a call: after a byte that says whether it is compressed and four of its length.</summary>
    private static async Task<byte[]> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        var head = new byte[5];
        await body.ReadExactlyAsync(head, cancellationToken);
        var length = BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(1));
        if (head[0] != 0 || length is < 0 or > LongestMessage)
            throw new InvalidDataException("Not a message that is asked for.");
        var message = new byte[length];
        await body.ReadExactlyAsync(message, cancellationToken);
        return message;
    }

    /// <summary>The field <c>ID</c> of <c>GetSecretRequest</c>.</summary>
    private static string IdIn(byte[] request) =>
        ProtobufReader.Read(request).FirstOrDefault(field => field.Number == 1) is { Number: 1 } id ? Encoding.UTF8.GetString(request.AsSpan()[id.Range]) : "";

    /// <summary>A <c>GetSecretResponse</c>: its field <c>data</c>.</summary>
    private static byte[] SecretOf(string value)
    {
        var data = Encoding.UTF8.GetBytes(value);
        var message = new List<byte> { 0x0a };
        for (var length = (uint)data.Length; ; length >>= 7)
        {
            message.Add((byte)(length < 0x80 ? length : length | 0x80));
            if (length < 0x80)
                break;
        }

        return [.. message, .. data];
    }

    /// <summary>A listener whose only connection is there already.</summary>
    private sealed class OneConnection(Stream connection) : IConnectionListenerFactory, IConnectionListenerFactorySelector, IConnectionListener
    {
        private readonly TaskCompletionSource<ConnectionContext?> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _isTaken;

        public static EndPoint EndPoint { get; } = new SessionEndPoint();

        EndPoint IConnectionListener.EndPoint => EndPoint;

        public bool CanBind(EndPoint endpoint) => endpoint is SessionEndPoint;

        public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) => new(this);

        public ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) =>
            Interlocked.Exchange(ref _isTaken, 1) == 0
                ? new(new DefaultConnectionContext(Guid.NewGuid().ToString("n"))
                {
                    Transport = new Duplex(PipeReader.Create(connection), PipeWriter.Create(connection)),
                })
                : new(_closed.Task);

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            _closed.TrySetResult(null);
            return default;
        }

        public ValueTask DisposeAsync()
        {
            _closed.TrySetResult(null);
            return connection.DisposeAsync();
        }

        private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;

        private sealed class SessionEndPoint : EndPoint;
    }
}
