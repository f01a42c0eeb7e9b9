using BenchCluster.Client.Output;

namespace BenchCluster.Client.SweBench;

/// <summary>Counts rows as they are imported.</summary>
internal sealed class SweBenchImportProgress(int total, TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private int _done;
    private int _refused;

    /// <summary>Takes note of a row; from any thread.</summary>
    public void Count(SweBenchImported row) => Interlocked.Increment(ref row.Outcome == SweBenchOutcome.Refused ? ref _refused : ref _done);

    public ProgressFrame Frame()
    {
        var (done, refused) = (Volatile.Read(ref _done), Volatile.Read(ref _refused));
        var counts = $"{done} of {total} imported" + (refused > 0 ? $", {refused} refused" : "");
        return new ProgressFrame([new ProgressBar("instances", done, refused, 0, total, counts, time.GetElapsedTime(_start))], [], null);
    }
}
