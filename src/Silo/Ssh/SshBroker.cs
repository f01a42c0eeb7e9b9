using System.Net.Sockets;
using BenchCluster.AgentProtocol;
using BenchCluster.DevboxAgents;
using BenchCluster.Devboxes;
using BenchCluster.Http;

namespace BenchCluster.Ssh;

/// <summary>
/// Carries what logins ask for to their devbox's agent, on a socket for the silo's own user. A connection begins with the
/// devbox's id, and goes on as one to its agent; who and with what variables is the silo's to say.
/// </summary>
internal sealed partial class SshBroker(SshFiles files, DevboxHost host, IGrainFactory grains, ILogger<SshBroker> logger) : BackgroundService
{
    private const int ChunkSize = 64 * 1024;
    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(100);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!SshPrograms.AreThere)
            return;
        files.Prepare();
        using var listener = AgentSocket.Listen(files.Socket);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                _ = ServeAsync(await listener.AcceptAsync(stoppingToken), stoppingToken);
            }
            catch (SocketException e)
            {
                // No descriptor is free.
                LogFailed(logger, e);
                await Task.Delay(AcceptPause, stoppingToken);
            }
        }
    }

    private async Task ServeAsync(Socket connection, CancellationToken cancellationToken)
    {
        // Off the accepting loop.
        await Task.Yield();
        await using var login = new NetworkStream(connection, ownsSocket: true);
        try
        {
            await ServeAsync(login, cancellationToken);
        }
        catch (Exception e) when (e is IOException or SocketException or InvalidDataException or OperationCanceledException or ObjectDisposedException)
        {
            // The one or the other is gone.
        }
        catch (Exception e)
        {
            LogFailed(logger, e);
        }
    }

    private async Task ServeAsync(NetworkStream login, CancellationToken cancellationToken)
    {
        var devboxId = await ReadLineAsync(login, cancellationToken);
        var request = await new WireReader(login).ReadHeadAsync(AgentJson.Default.AgentRequest, cancellationToken)
            ?? throw new InvalidDataException("The connection ended without a head.");
        Socket agent;
        try
        {
            var access = await grains.GetGrain<IDevboxGrain>(ResourceId.Require(ResourceKind.Devbox, devboxId)).OpenSession();
            request = request with { Session = Allowed(request, access) };
            agent = await host.SocketOfAsync(devboxId, cancellationToken);
        }
        catch (Exception e) when (e is BenchException or SocketException or IOException)
        {
            var refusal = new AgentReply { Code = AgentErrorCode.Refused, Message = ApiErrors.Describe(e).Message };
            await Wire.WriteHeadAsync(login, refusal, AgentJson.Default.AgentReply, cancellationToken);
            if (e is BenchException { Code: BenchError.NotFound })
                files.Forget(devboxId);
            return;
        }

        await using var stream = new NetworkStream(agent, ownsSocket: true);
        await Wire.WriteHeadAsync(stream, request, AgentJson.Default.AgentRequest, cancellationToken);
        _ = UpAsync(login, stream, agent, cancellationToken);
        // The agent's end is the end of it: what it said last is still delivered when it takes no more.
        await stream.CopyToAsync(login, ChunkSize, cancellationToken);
    }

    private static async Task UpAsync(NetworkStream login, NetworkStream stream, Socket agent, CancellationToken cancellationToken)
    {
        try
        {
            await login.CopyToAsync(stream, ChunkSize, cancellationToken);
            // The login has gone, and the session shall know.
            agent.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The session has ended.
        }
    }

    private static SessionStart? Allowed(AgentRequest request, SessionAccess access)
    {
        if (request.Operation is not (Operation.Run or Operation.AttachTerminal))
            return null;
        var asked = request.Session ?? new SessionStart();
        var variables = new Dictionary<string, string>(access.Environment);
        foreach (var (name, value) in asked.Environment ?? new Dictionary<string, string>())
            variables[name] = value;
        return asked with { User = access.User, Environment = variables };
    }

    /// <summary>Byte by byte: what comes after the line is not ours to buffer.</summary>
    private static async Task<string> ReadLineAsync(Stream stream, CancellationToken cancellationToken)
    {
        const int longest = 100;
        var line = new List<byte>();
        var one = new byte[1];
        while (line.Count < longest && await stream.ReadAsync(one, cancellationToken) == 1 && one[0] != '\n')
            line.Add(one[0]);
        return System.Text.Encoding.ASCII.GetString([.. line]);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "An SSH login could not be served.")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
