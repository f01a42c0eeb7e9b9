using System.Runtime.InteropServices;
using System.Text;
using BenchCluster.Agent.Accounts;

namespace BenchCluster.Agent.Native;

/// <summary>Starts commands through <c>bench_spawner.c</c>, which says how.</summary>
internal static unsafe partial class Spawner
{
    /// <summary>What the kernel's out-of-memory killer adds to a command's badness, so that it takes commands before the agent.</summary>
    private const int OomScore = 500;

    private static readonly Lock OneAtATime = new();

    /// <summary>The process that forks all supervisors, as far as is known; 0 when there was none yet.</summary>
    public static int ProcessId => bench_spawner_id();

    /// <summary>Makes the process that forks all supervisors, if there is none.</summary>
    public static void Prepare()
    {
        lock (OneAtATime)
            _ = bench_spawner();
    }

    /// <summary>Starts a supervisor and under it the program; the supervisor's process id.</summary>
    /// <param name="program">The path of what to run.</param>
    /// <param name="arguments">Its arguments, the name first.</param>
    /// <param name="environment">Its environment, as <c>NAME=value</c>.</param>
    /// <param name="descriptors">Descriptors of ours, and the numbers that they have in the program.</param>
    /// <param name="statusDescriptor">Where the supervisor writes its records.</param>
    /// <param name="hasTerminal">Whether its standard input is a terminal, to be its session's.</param>
    public static int Start(
        string program, IReadOnlyList<string> arguments, IReadOnlyList<string> environment, string directory, Account account,
        ReadOnlySpan<(int From, int To)> descriptors, int statusDescriptor, bool hasTerminal = false)
    {
        using var memory = new Marshalled();
        var fds = stackalloc int[descriptors.Length * 2];
        for (var i = 0; i < descriptors.Length; i++)
            (fds[i * 2], fds[(i * 2) + 1]) = descriptors[i];
        fixed (uint* groups = account.Groups)
        {
            var spawn = new Spawn
            {
                Path = memory.Text(program),
                Arguments = memory.Texts(arguments),
                Environment = memory.Texts(environment),
                Directory = memory.Text(directory),
                Groups = groups,
                Descriptors = fds,
                GroupCount = account.Groups.Length,
                DescriptorCount = descriptors.Length,
                Uid = account.Uid,
                Gid = account.Gid,
                StatusDescriptor = statusDescriptor,
                OomScore = OomScore,
                HasTerminal = hasTerminal ? 1 : 0,
            };
            int supervisor;
            lock (OneAtATime)
                supervisor = bench_spawn(&spawn);
            return supervisor > 0 ? supervisor : throw SystemFailure.Of(-supervisor, "No process can be made");
        }
    }

    /// <summary>Gives the calling thread, and no other, the file rights of the account.</summary>
    public static void Become(Account account)
    {
        fixed (uint* groups = account.Groups)
        {
            var result = bench_become(account.Uid, account.Gid, groups, account.Groups.Length);
            if (result != 0)
                throw SystemFailure.Of(-result, $"The rights of '{account.Name}' cannot be taken on");
        }
    }

    [LibraryImport("bench_native")]
    private static partial int bench_spawner();

    [LibraryImport("bench_native")]
    private static partial int bench_spawner_id();

    [LibraryImport("bench_native")]
    private static partial int bench_spawn(Spawn* spawn);

    [LibraryImport("bench_native")]
    private static partial int bench_become(uint uid, uint gid, uint* groups, int groupCount);

    /// <summary><c>struct bench_spawn</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Spawn
    {
        public byte* Path;
        public byte** Arguments;
        public byte** Environment;
        public byte* Directory;
        public uint* Groups;
        public int* Descriptors;
        public int GroupCount;
        public int DescriptorCount;
        public uint Uid;
        public uint Gid;
        public int StatusDescriptor;
        public int OomScore;
        public int HasTerminal;
    }

    /// <summary>Texts in unmanaged memory, freed together.</summary>
    private sealed class Marshalled : IDisposable
    {
        private readonly List<nint> _blocks = [];

        public byte* Text(string text)
        {
            var bytes = Encoding.UTF8.GetByteCount(text);
            var block = (byte*)NativeMemory.Alloc((nuint)bytes + 1);
            _blocks.Add((nint)block);
            Encoding.UTF8.GetBytes(text, new Span<byte>(block, bytes));
            block[bytes] = 0;
            return block;
        }

        public byte** Texts(IReadOnlyList<string> texts)
        {
            var block = (byte**)NativeMemory.Alloc((nuint)texts.Count + 1, (nuint)sizeof(byte*));
            _blocks.Add((nint)block);
            for (var i = 0; i < texts.Count; i++)
                block[i] = Text(texts[i]);
            block[texts.Count] = null;
            return block;
        }

        public void Dispose()
        {
            foreach (var block in _blocks)
                NativeMemory.Free((void*)block);
        }
    }
}
