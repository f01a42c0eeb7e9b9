using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace BenchCluster.AgentProtocol;

/// <summary>
/// Hands an open file over a Unix socket (<c>SCM_RIGHTS</c>), so that whoever has the bytes puts them where they belong.
/// It comes with the first byte of a head.
/// </summary>
public static unsafe partial class HandedFile
{
    private const int SocketLevel = 1;
    private const int Rights = 1;
    private const int DoNotWait = 0x40;
    private const int NoSignal = 0x4000;
    private const int CloseOnExec = 0x40000000;

    /// <summary>Of a control message; descriptors are numbers of four bytes.</summary>
    private const int ControlHeaderLength = 16;

    /// <summary>Room for a control message with one descriptor.</summary>
    private const int ControlLength = 24;

    /// <summary>Sends bytes, and with them a file.</summary>
    /// <exception cref="IOException">They could not be sent.</exception>
    public static void Send(Socket socket, ReadOnlySpan<byte> bytes, SafeFileHandle file)
    {
        ArgumentNullException.ThrowIfNull(socket);
        ArgumentNullException.ThrowIfNull(file);
        Span<byte> control = stackalloc byte[ControlLength];
        control.Clear();
        MemoryMarshal.Write(control, (nint)(ControlHeaderLength + sizeof(int)));
        MemoryMarshal.Write(control[8..], SocketLevel);
        MemoryMarshal.Write(control[12..], Rights);
        MemoryMarshal.Write(control[ControlHeaderLength..], (int)file.DangerousGetHandle());
        fixed (byte* first = bytes, controls = control)
        {
            var part = new Part { Bytes = first, Length = bytes.Length };
            var message = new Message { Parts = &part, PartCount = 1, Control = controls, ControlLength = ControlLength };
            if (sendmsg((int)socket.SafeHandle.DangerousGetHandle(), &message, NoSignal) != bytes.Length)
                throw new IOException($"The file could not be handed over: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
        }
    }

    /// <summary>Takes what is there to be read, and a file if one came with it.</summary>
    /// <returns>How many bytes; 0 at the end of the stream.</returns>
    /// <exception cref="IOException">There is nothing, or it could not be read.</exception>
    public static int Receive(Socket socket, Span<byte> buffer, out SafeFileHandle? file)
    {
        ArgumentNullException.ThrowIfNull(socket);
        Span<byte> control = stackalloc byte[ControlLength];
        control.Clear();
        fixed (byte* first = buffer, controls = control)
        {
            var part = new Part { Bytes = first, Length = buffer.Length };
            var message = new Message { Parts = &part, PartCount = 1, Control = controls, ControlLength = ControlLength };
            var read = recvmsg((int)socket.SafeHandle.DangerousGetHandle(), &message, DoNotWait | CloseOnExec);
            if (read < 0)
                throw new IOException($"Nothing could be read: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
            file = message.ControlLength >= ControlHeaderLength + sizeof(int)
                && MemoryMarshal.Read<int>(control[8..]) == SocketLevel && MemoryMarshal.Read<int>(control[12..]) == Rights
                ? new SafeFileHandle(MemoryMarshal.Read<int>(control[ControlHeaderLength..]), ownsHandle: true)
                : null;
            return (int)read;
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint sendmsg(int socket, Message* message, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint recvmsg(int socket, Message* message, int flags);

    /// <summary><c>struct iovec</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Part
    {
        public byte* Bytes;
        public nint Length;
    }

    /// <summary><c>struct msghdr</c>, as 64-bit Linux has it.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Message
    {
        public void* Name;
        public uint NameLength;
        public Part* Parts;
        public nint PartCount;
        public byte* Control;
        public nint ControlLength;
        public int Flags;
    }
}
