using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BenchCluster.Agent.Native;

/// <summary>The kernel's <c>struct epoll_event</c>: packed on x64, and nowhere else.</summary>
[StructLayout(LayoutKind.Sequential, Size = 16)]
internal struct EpollEvent
{
    public uint Events;
    private uint _second;
    private uint _third;
    private uint _fourth;

    /// <summary>Bytes of one event as the kernel lays them out.</summary>
    public static int Stride { get; } = RuntimeInformation.ProcessArchitecture is Architecture.X64 ? 12 : 16;

    /// <summary>What was registered with the descriptor.</summary>
    public int Data
    {
        readonly get => (int)(Stride == 12 ? _second : _third);
        set
        {
            if (Stride == 12)
                _second = (uint)value;
            else
                _third = (uint)value;
        }
    }

    /// <summary>The event at an index of what the kernel wrote.</summary>
    public static unsafe EpollEvent At(byte* events, int index)
    {
        EpollEvent copy = default;
        Unsafe.CopyBlock(&copy, events + (index * Stride), (uint)Stride);
        return copy;
    }
}
