namespace BenchCluster.Agent.Executions;

/// <summary>
/// A descriptor that the pump reads, by identity: once it is closed its number may be another's, which these calls then do
/// not concern.
/// </summary>
internal sealed class Tap(DescriptorPump pump)
{
    private int _descriptor = -1;
    private Action<byte[], int>? _sink;

    /// <summary>Reads a descriptor to its end and closes it, as <see cref="DescriptorPump.Add"/> does.</summary>
    public void Open(int descriptor, Action<byte[], int> sink)
    {
        (_descriptor, _sink) = (descriptor, sink);
        pump.Add(descriptor, sink);
    }

    /// <summary>Reads no further for now; another piece may still come.</summary>
    public void Pause() => pump.Pause(_descriptor, _sink);

    /// <summary>Reads on after a pause.</summary>
    public void Resume() => pump.Resume(_descriptor, _sink);

    /// <summary>Reads what is there now, and at most <paramref name="limit"/> bytes; on the pump's thread.</summary>
    public void Drain(int limit)
    {
        if (pump.Reads(_descriptor, _sink))
            pump.Drain(_descriptor, limit);
    }

    /// <summary>Closes it before its end; the sink is told nothing more.</summary>
    public void Close() => pump.Close(_descriptor, _sink);
}
