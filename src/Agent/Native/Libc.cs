using System.Runtime.InteropServices;

namespace BenchCluster.Agent.Native;

/// <summary>The C library's functions that the agent calls itself. All of them set errno.</summary>
internal static unsafe partial class Libc
{
    public const int ErrorNoEntry = 2;
    public const int ErrorInterrupted = 4;
    public const int ErrorNoChild = 10;
    public const int ErrorAgain = 11;
    public const int ErrorBusy = 16;
    public const int ErrorExists = 17;
    public const int ErrorNotDirectory = 20;

    public const int ReadOnly = 0;
    public const int WriteOnly = 1;
    public const int CloseOnExec = 0x80000;
    public const int NonBlocking = 0x800;

    public const int SigKill = 9;
    public const int SigTerm = 15;
    public const int SigContinue = 18;
    public const int SigStop = 19;
    public const int LastSignal = 64;

    public const int SetStatusFlags = 4;
    public const int DuplicateCloseOnExec = 1030;

    public const int EpollAdd = 1;
    public const int EpollDelete = 2;
    public const uint EpollIn = 1;
    public const uint EpollOut = 4;

    public const int SeekStart = 0;
    public const int SeekEnd = 2;

    public const int SetParentDeathSignal = 1;
    public const int SetDumpable = 4;
    public const int SetChildSubreaper = 36;

    public const int SocketLevel = 1;
    public const int PeerCredentialsOption = 17;

    [LibraryImport("libc", SetLastError = true)]
    public static partial int kill(int pid, int signal);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int waitpid(int pid, int* status, int options);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int pipe2(int* ends, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint read(int fd, byte* buffer, nint count);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint pread(int fd, byte* buffer, nint count, long offset);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint write(int fd, byte* buffer, nint count);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int close(int fd);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int fcntl(int fd, int command, int argument);

    [LibraryImport("libc", SetLastError = true)]
    public static partial long lseek(int fd, long offset, int whence);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int memfd_create(string name, uint flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int epoll_ctl(int epoll, int operation, int fd, EpollEvent* what);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int epoll_wait(int epoll, EpollEvent* events, int capacity, int timeout);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int prctl(int option, nuint a, nuint b, nuint c, nuint d);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int mkdir(string path, uint mode);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int rename(string from, string to);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int link(string target, string path);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int lchown(string path, uint uid, uint gid);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int fchown(int fd, uint uid, uint gid);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int getsockopt(nint socket, int level, int option, PeerCredentials* value, int* length);

    [StructLayout(LayoutKind.Sequential)]
    public struct PeerCredentials
    {
        public int ProcessId;
        public uint UserId;
        public uint GroupId;
    }
}
