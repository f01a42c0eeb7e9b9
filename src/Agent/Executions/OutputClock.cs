using BenchCluster.Agent.Files;
using BenchCluster.AgentProtocol;
using Microsoft.Win32.SafeHandles;

namespace BenchCluster.Agent.Executions;

/// <summary>
/// Notes when an output's bytes came, in a file beside it that is made only for what does not come at once. Where the disk
/// is full the times are not known later, and nothing else is wrong.
/// </summary>
/// <param name="path">The file.</param>
internal sealed class OutputClock(string path, TimeProvider clock) : IDisposable
{
    private long _lastMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
    private int _marks;
    private SafeFileHandle? _file;
    private bool _isClosed;

    /// <summary>Told before bytes from this offset on are kept.</summary>
    public void Mark(long offset)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        if (_isClosed || _marks == OutputTimes.MostMarks || now - _lastMs < OutputTimes.Resolution.TotalMilliseconds)
            return;
        _lastMs = now;
        Span<byte> mark = stackalloc byte[OutputTimes.MarkLength];
        OutputTimes.Write(mark, offset, now);
        try
        {
            _file ??= File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write);
            RandomAccess.Write(_file, mark, (long)_marks++ * OutputTimes.MarkLength);
        }
        catch (Exception e) when (FileFailure.Explain(e, path) is not null)
        {
            _isClosed = true;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isClosed = true;
        _file?.Dispose();
    }
}
