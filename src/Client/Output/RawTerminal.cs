using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace BenchCluster.Client.Output;

/// <summary>The terminal of this process, with all that is typed passed on as it is; restored when disposed.</summary>
internal sealed partial class RawTerminal : IDisposable
{
    /// <summary>More than the settings take on any system.</summary>
    private const int SettingsLength = 256;

    private const int Input = 0;
    private const int Output = 1;
    private const int AfterOutput = 1;
    private const nuint GetSize = 0x5413;

    private readonly byte[] _before = new byte[SettingsLength];
    private readonly Lock _lock = new();
    private bool _isRaw;

    private RawTerminal()
    {
    }

    /// <summary>Its width and height in characters.</summary>
    public static (int Columns, int Rows) Size
    {
        get
        {
            Span<ushort> size = stackalloc ushort[4];
            return ioctl(Output, GetSize, ref MemoryMarshal.GetReference(size)) == 0 && size is [> 0, > 0, ..] ? (size[1], size[0]) : (80, 24);
        }
    }

    /// <summary>Makes it raw; null when input or output is no terminal.</summary>
    public static RawTerminal? Open()
    {
        if (isatty(Input) == 0 || isatty(Output) == 0)
            return null;
        var terminal = new RawTerminal();
        if (tcgetattr(Input, terminal._before) != 0)
            return null;
        var raw = terminal._before.ToArray();
        cfmakeraw(raw);
        if (tcsetattr(Input, AfterOutput, raw) != 0)
            return null;
        terminal._isRaw = true;
        return terminal;
    }

    /// <summary>What is typed, key by key; the console's own stream would read, edit and show whole lines.</summary>
    public static Stream OpenInput() => new FileStream(new SafeFileHandle(Input, ownsHandle: false), FileAccess.Read, bufferSize: 0);

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_isRaw)
                _ = tcsetattr(Input, AfterOutput, _before);
            _isRaw = false;
        }
    }

    [LibraryImport("libc")]
    private static partial int isatty(int descriptor);

    [LibraryImport("libc")]
    private static partial int tcgetattr(int descriptor, [Out] byte[] settings);

    [LibraryImport("libc")]
    private static partial int tcsetattr(int descriptor, int when, byte[] settings);

    [LibraryImport("libc")]
    private static partial void cfmakeraw([In, Out] byte[] settings);

    [LibraryImport("libc")]
    private static partial int ioctl(int descriptor, nuint request, ref ushort size);
}
