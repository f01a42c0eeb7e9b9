using System.Runtime.InteropServices;

namespace BenchCluster.Client.Commands;

/// <summary>
/// Ctrl-C (and SIGTERM). The first asks the command to stop, or does what the command wants instead; one that nobody
/// takes ends the process, so that nothing can hang for good.
/// </summary>
internal sealed class Interrupts : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<PosixSignalRegistration> _signals = [];
    private Func<bool>? _taker;

    /// <summary>Canceled when the command is to stop.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>The process's own signals.</summary>
    public static Interrupts OfProcess()
    {
        var interrupts = new Interrupts();
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM])
            interrupts._signals.Add(PosixSignalRegistration.Create(signal, context => context.Cancel = interrupts.Raise()));
        return interrupts;
    }

    /// <summary>Lets the command treat interrupts itself.</summary>
    /// <param name="taker">Called for each; false when it will not take any more.</param>
    public void Take(Func<bool> taker) => _taker = taker;

    /// <summary>An interrupt.</summary>
    /// <returns>Whether somebody takes it; if not, the process should end.</returns>
    public bool Raise()
    {
        if (_taker is { } taker)
            return taker();
        if (_stop.IsCancellationRequested)
            return false;
        _stop.Cancel();
        return true;
    }

    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
        _stop.Dispose();
    }
}
