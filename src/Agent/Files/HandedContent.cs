using System.Net.Sockets;
using System.Text.Json;
using BenchCluster.Agent.Native;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Agent.Files;

/// <summary>
/// Content that the client puts into the file itself: a plain file that it is to be copied to is handed over, and is full
/// when the client says so. What is no plain file gets the client's frames.
/// </summary>
internal sealed class HandedContent(Socket socket, WireReader reader) : Stream
{
    /// <summary>What is shorter is there sooner in frames. Nothing that the kernel makes up when it is read is as long.</summary>
    private const long Shortest = 1 << 20;

    private static readonly byte[] GoOn = [.. JsonSerializer.SerializeToUtf8Bytes(new AgentReply(), AgentJson.Default.AgentReply), (byte)'\n'];

    private readonly FrameReadStream _frames = new(reader, null);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Whether a file that is to be read is handed over.</summary>
    public static bool IsWorthwhile(FileStream file, long offset) =>
        FileStatus.Of(file.SafeFileHandle) is { Kind: FileKind.Plain } status && status.Size - offset >= Shortest;

    /// <summary>Hands a file over, with a reply.</summary>
    public static void Send(Socket socket, FileStream file) => HandedFile.Send(socket, GoOn, file.SafeFileHandle);

    public override void CopyTo(Stream destination, int bufferSize)
    {
        if (destination is FileStream file && FileStatus.Of(file.SafeFileHandle).Kind is FileKind.Plain)
            Send(socket, file);
        else
            socket.Send(GoOn);
        // Of a file that was handed over there is the end only.
        base.CopyTo(destination, bufferSize);
    }

    public override int Read(byte[] buffer, int offset, int count) => _frames.Read(buffer, offset, count);

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
