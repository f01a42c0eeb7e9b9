using System.Buffers;
using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;

namespace BenchCluster.AgentProtocol;

/// <summary>Large files: the agent opens them with the user's rights and hands them over, and the bytes go past it.</summary>
internal static class LargeFiles
{
    /// <summary>From this length on; what is shorter is there sooner in frames.</summary>
    public const int Threshold = 256 * 1024;

    /// <summary>A reply that a file may come with; the file is the caller's.</summary>
    public static async Task<(AgentReply? Reply, SafeFileHandle? File, WireReader Reader)> ReceiveAsync(
        NetworkStream connection, CancellationToken cancellationToken)
    {
        // Only looked at: a file is lost to who reads the byte that it came with in another way.
        var buffer = new byte[4 * 1024];
        var read = await connection.Socket.ReceiveAsync(buffer.AsMemory(0, 1), SocketFlags.Peek, cancellationToken);
        SafeFileHandle? file = null;
        if (read > 0)
            read = HandedFile.Receive(connection.Socket, buffer, out file);
        try
        {
            var reader = new WireReader(connection, buffer, read);
            return (await reader.ReadHeadAsync(AgentJson.Default.AgentReply, cancellationToken), file, reader);
        }
        catch
        {
            file?.Dispose();
            throw;
        }
    }

    /// <summary>Reads up to <see cref="Threshold"/> bytes.</summary>
    public static async Task<int> ReadStartAsync(Stream content, byte[] buffer, CancellationToken cancellationToken)
    {
        var length = 0;
        for (int read; length < Threshold && (read = await ReadAsync(content, buffer.AsMemory(length, Threshold - length), cancellationToken)) > 0;)
            length += read;
        return length;
    }

    /// <summary>Reads content; what goes wrong with it is not the agent's.</summary>
    /// <exception cref="AgentException"><see cref="AgentErrorCode.Invalid"/>: it is not all there.</exception>
    public static async ValueTask<int> ReadAsync(Stream content, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await content.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new AgentException(AgentErrorCode.Invalid, $"The content broke off: {e.Message}");
        }
    }

    /// <summary>Writes content into a file.</summary>
    /// <returns>Why it could not be; null when it is all there.</returns>
    public static async Task<AgentException?> FillAsync(SafeFileHandle file, FileTarget target, Stream[] content, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Threshold);
        try
        {
            long offset = 0;
            foreach (var part in content)
            {
                for (int read; (read = await ReadAsync(part, buffer, cancellationToken)) > 0; offset += read)
                    RandomAccess.Write(file, buffer.AsSpan(0, read), offset);
            }

            return null;
        }
        catch (AgentException e)
        {
            return e;
        }
        catch (IOException e)
        {
            return e.HResult is 28 or 122
                ? new AgentException(AgentErrorCode.NoSpace, $"'{target.Path}': no space is left.")
                : new AgentException(AgentErrorCode.Failed, $"'{target.Path}': {e.Message}");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
