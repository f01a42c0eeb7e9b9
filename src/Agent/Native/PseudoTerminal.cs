using System.Runtime.InteropServices;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Agent.Native;

/// <summary>The end of a terminal that drives it: what is written to it is typed, what is read of it is shown.</summary>
internal sealed partial class PseudoTerminal : IDisposable
{
    private const int NoSuchProcess = 3;

    private readonly Lock _lock = new();
    private int _driver;

    private PseudoTerminal(int driver) => _driver = driver;

    /// <summary>Makes a terminal of that size, the user's.</summary>
    /// <returns>It, and the end that a program runs on, which the caller closes.</returns>
    /// <exception cref="AgentException">The box has no more of them.</exception>
    public static unsafe (PseudoTerminal Driver, int Terminal) Open(uint user, int columns, int rows)
    {
        int driver, terminal;
        var result = bench_open_terminal(user, columns, rows, &driver, &terminal);
        return result == 0 ? (new PseudoTerminal(driver), terminal) : throw SystemFailure.Of(-result, "No terminal can be made");
    }

    /// <summary>Another descriptor of it, the caller's.</summary>
    public int Duplicate()
    {
        var copy = Use(driver => Libc.fcntl(driver, Libc.DuplicateCloseOnExec, 0));
        return copy >= 0 ? copy : throw SystemFailure.Last("The terminal cannot be used");
    }

    /// <summary>Sets its size; the kernel tells the program in the foreground.</summary>
    public void Resize(int columns, int rows)
    {
        var result = Use(driver => bench_resize_terminal(driver, columns, rows));
        if (result != 0)
            throw SystemFailure.Of(-result, "The terminal cannot be resized");
    }

    /// <summary>Sends a signal to the process group in the foreground.</summary>
    /// <exception cref="AgentException"><see cref="AgentErrorCode.Ended"/>: there is none.</exception>
    public void Signal(int signal)
    {
        var result = Use(driver => bench_signal_terminal(driver, signal));
        if (result == -NoSuchProcess)
            throw new AgentException(AgentErrorCode.Ended, "Nothing runs in the terminal's foreground.");
        if (result != 0)
            throw SystemFailure.Of(-result, $"The signal {signal} cannot be sent");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_driver < 0)
                return;
            _ = Libc.close(_driver);
            _driver = -1;
        }
    }

    /// <summary>Under the lock: a number that is closed may be another's by now.</summary>
    private int Use(Func<int, int> call)
    {
        lock (_lock)
            return _driver < 0 ? throw new AgentException(AgentErrorCode.Ended, "The terminal is closed.") : call(_driver);
    }

    [LibraryImport("bench_native")]
    private static unsafe partial int bench_open_terminal(uint uid, int columns, int rows, int* driver, int* terminal);

    [LibraryImport("bench_native")]
    private static partial int bench_resize_terminal(int driver, int columns, int rows);

    [LibraryImport("bench_native")]
    private static partial int bench_signal_terminal(int driver, int signal);
}
