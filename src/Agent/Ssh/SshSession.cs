using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using BenchCluster.AgentProtocol;
using Microsoft.Win32.SafeHandles;

namespace BenchCluster.Agent.Ssh;

/// <summary>
/// What sshd on the host runs for a login with a devbox's key: the command, the shell or the file transfer that the client
/// asks for, carried into the devbox. The silo's socket lets in, and says as whom.
/// </summary>
/// <param name="broker">The silo's socket.</param>
/// <param name="devbox">The devbox's id.</param>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Reliability", "CA1001", Justification = "It lives as long as its process.")]
internal sealed class SshSession(string broker, string devbox)
{
    /// <summary>The subsystem of file transfers, by the name that sshd's configuration gives it.</summary>
    private const string FileTransfer = "bench-sftp";

    /// <summary>Where the host's programs for file transfers are in a devbox, with the loader and the libraries that they need: any image will do.</summary>
    private const string Tools = "/.bench/tools/transfer";

    private const string FileTransferCommand = $"exec {Tools}/loader --library-path {Tools} {Tools}/sftp-server";

    /// <summary>How the client's rsync begins the command of its other end.</summary>
    private const string RsyncCommand = "rsync --server ";

    /// <summary>Before it: the host's, where the image has none of its own.</summary>
    private const string RsyncFunction =
        $"command -v rsync >/dev/null || rsync() {{ {Tools}/loader --library-path {Tools} {Tools}/rsync \"$@\"; }}\n";

    /// <summary>A shell without a terminal reads its commands from its input.</summary>
    private const string ShellCommand = "if command -v bash >/dev/null; then exec bash; else exec sh; fi";

    private const int Refused = 255;
    private const int ChunkSize = 64 * 1024;

    private readonly Stream _input = new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, bufferSize: 0);
    private readonly Stream _output = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
    private readonly Stream _errors = new FileStream(new SafeFileHandle(2, ownsHandle: false), FileAccess.Write, bufferSize: 0);

    /// <summary>Runs it to its end; the exit status.</summary>
    public async Task<int> RunAsync()
    {
        var command = Environment.GetEnvironmentVariable("SSH_ORIGINAL_COMMAND");
        var client = new AgentClient(ConnectAsync);
        try
        {
            return HostTerminal.MakeRaw() ? await OnTerminalAsync(client, command) : await WithPipesAsync(client, command);
        }
        catch (Exception e) when (e is AgentException or IOException or SocketException or InvalidDataException)
        {
            await _errors.WriteAsync(Encoding.UTF8.GetBytes($"{devbox}: {e.Message}\r\n"));
            return Refused;
        }
    }

    private async Task<NetworkStream> ConnectAsync(CancellationToken cancellationToken)
    {
        var stream = new NetworkStream(await AgentSocket.ConnectAsync(broker, cancellationToken), ownsSocket: true);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(devbox + "\n"), cancellationToken);
        return stream;
    }

    private async Task<int> WithPipesAsync(AgentClient client, string? command)
    {
        await using var session = await client.RunAsync(
            new SessionStart { Command = InPipes(command) }, CancellationToken.None);
        _ = Task.Run(() => SendAsync(session));
        return await ShowAsync(session);
    }

    private static string InPipes(string? command) => command switch
    {
        null or "" => ShellCommand,
        FileTransfer => FileTransferCommand,
        _ when command.StartsWith(RsyncCommand, StringComparison.Ordinal) => RsyncFunction + command,
        _ => command,
    };

    private async Task<int> OnTerminalAsync(AgentClient client, string? command)
    {
        var size = HostTerminal.Size;
        var target = new TerminalTarget { Name = $"ssh-{Guid.NewGuid():n}", Columns = size?.Columns, Rows = size?.Rows, IdleTtlMs = 0 };
        var start = new SessionStart { Command = string.IsNullOrEmpty(command) ? null : command };
        if (Environment.GetEnvironmentVariable("TERM") is { Length: > 0 } term)
            start = start with { Environment = new Dictionary<string, string> { ["TERM"] = term } };
        var (session, _) = await client.AttachTerminalAsync(target, start, CancellationToken.None);
        await using (session)
        {
            using var resized = PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => Task.Run(() => ResizeAsync(client, target.Name)));
            _ = Task.Run(() => SendAsync(session));
            return await ShowAsync(session);
        }
    }

    private static async Task ResizeAsync(AgentClient client, string name)
    {
        try
        {
            if (HostTerminal.Size is var (columns, rows))
                await client.ResizeTerminalAsync(name, columns, rows, CancellationToken.None);
        }
        catch (Exception e) when (e is AgentException or IOException or SocketException)
        {
            // The session ends.
        }
    }

    private async Task SendAsync(SessionConnection session)
    {
        var buffer = new byte[ChunkSize];
        try
        {
            for (int read; (read = await _input.ReadAsync(buffer)) > 0;)
                await session.WriteAsync(buffer.AsMemory(0, read), CancellationToken.None);
            await session.EndInputAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The one or the other is gone.
        }
    }

    private async Task<int> ShowAsync(SessionConnection session)
    {
        while (await session.ReadAsync(CancellationToken.None) is { } output)
            await (output.Kind is OutputKind.Stdout ? _output : _errors).WriteAsync(output.Bytes);
        if (session.Exit?.Problem is { } problem)
            await _errors.WriteAsync(Encoding.UTF8.GetBytes($"{devbox}: {problem}\r\n"));
        return session.Exit?.ExitCode ?? Refused;
    }
}
