using System.Runtime.InteropServices;

namespace BenchCluster.Agent.Ssh;

/// <summary>The terminal that sshd made for this process, which ends with it.</summary>
internal static unsafe partial class HostTerminal
{
    private const int Input = 0;

    /// <summary>Its width and height; null while it has none.</summary>
    public static (int Columns, int Rows)? Size
    {
        get
        {
            int columns, rows;
            return bench_terminal_size(Input, &columns, &rows) == 0 && columns > 0 && rows > 0 ? (columns, rows) : null;
        }
    }

    /// <summary>Passes on all that is typed as it is; false where there is no terminal.</summary>
    public static bool MakeRaw() => bench_raw_terminal(Input) == 0;

    [LibraryImport("bench_native")]
    private static partial int bench_raw_terminal(int descriptor);

    [LibraryImport("bench_native")]
    private static partial int bench_terminal_size(int descriptor, int* columns, int* rows);
}
