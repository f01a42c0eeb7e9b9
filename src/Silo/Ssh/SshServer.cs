using System.Diagnostics;
using Microsoft.AspNetCore.Connections;

namespace BenchCluster.Ssh;

/// <summary>Gives each SSH connection an sshd of its own, which speaks the protocol and checks the key.</summary>
internal sealed partial class SshServer(SshFiles files, ILogger<SshServer> logger)
{
    /// <summary>Where sshd confines itself before a login; the packages' services make it, but they may not run.</summary>
    private const string Confinement = "/run/sshd";

    private const UnixFileMode Readable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>How long what runs for a connection has to end with it.</summary>
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(5);

    /// <summary>Serves a connection to its end.</summary>
    public async Task ServeAsync(ConnectionContext connection)
    {
        if (!SshPrograms.AreThere)
        {
            // Nobody has a key here that could be let in.
            return;
        }

        using var process = Start();
        process.ErrorDataReceived += (_, line) => LogSaid(logger, line.Data);
        process.BeginErrorReadLine();
        try
        {
            var up = UpAsync(connection, process);
            await process.StandardOutput.BaseStream.CopyToAsync(connection.Transport.Output.AsStream(leaveOpen: true), connection.ConnectionClosed);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ConnectionAbortedException)
        {
            // The client went away.
        }
        finally
        {
            await EndAsync(process);
        }
    }

    private static async Task UpAsync(ConnectionContext connection, Process process)
    {
        try
        {
            await connection.Transport.Input.CopyToAsync(process.StandardInput.BaseStream, connection.ConnectionClosed);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ConnectionAbortedException or InvalidOperationException)
        {
            // The one or the other is gone.
        }

        process.StandardInput.Close();
    }

    private static async Task EndAsync(Process process)
    {
        using var limit = new CancellationTokenSource(EndsWithin);
        try
        {
            process.StandardInput.Close();
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }
        catch (IOException)
        {
            // It has closed its input already.
        }
    }

    private Process Start()
    {
        files.Prepare();
        if (Environment.IsPrivilegedProcess)
            Directory.CreateDirectory(Confinement, Readable);
        var start = new ProcessStartInfo(SshPrograms.Server, ["-i", "-e", "-f", files.Configuration])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        // Nothing of the silo's environment is sshd's, nor, by way of it, a login's.
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        start.Environment["LD_PRELOAD"] = SshPrograms.UserLibrary;
        start.Environment["NSS_WRAPPER_PASSWD"] = files.Users;
        start.Environment["NSS_WRAPPER_GROUP"] = files.Groups;
        return Process.Start(start)!;
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "sshd: {Line}")]
    private static partial void LogSaid(ILogger logger, string? line);
}
