using BenchCluster.Agent.Native;

namespace BenchCluster.Agent.Executions;

/// <summary>Both ends of a pipe; each is closed once, or given away.</summary>
internal sealed unsafe class Pipe : IDisposable
{
    /// <summary>Makes one that no other program inherits.</summary>
    public Pipe()
    {
        var ends = stackalloc int[2];
        if (Libc.pipe2(ends, Libc.CloseOnExec) != 0)
            throw SystemFailure.Last("A pipe cannot be made");
        (ReadEnd, WriteEnd) = (ends[0], ends[1]);
    }

    /// <summary>Where one reads; negative once it is given away.</summary>
    public int ReadEnd { get; private set; }

    /// <summary>Where one writes; negative once it is given away.</summary>
    public int WriteEnd { get; private set; }

    /// <summary>Gives the reading end away: the taker closes it.</summary>
    public int TakeReadEnd()
    {
        var end = ReadEnd;
        ReadEnd = -1;
        return end;
    }

    /// <summary>Gives the writing end away: the taker closes it.</summary>
    public int TakeWriteEnd()
    {
        var end = WriteEnd;
        WriteEnd = -1;
        return end;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (ReadEnd >= 0)
            _ = Libc.close(TakeReadEnd());
        if (WriteEnd >= 0)
            _ = Libc.close(TakeWriteEnd());
    }
}
