namespace BenchCluster.Agent.Processes;

/// <summary>A process, as /proc shows it.</summary>
/// <param name="State">The kernel's letter of its main thread: R, S, D, T, Z and so on.</param>
/// <param name="Threads">Its threads; a main thread that has ended counts until all have.</param>
/// <param name="ResidentPages">Pages in memory.</param>
internal readonly record struct ProcessEntry(int Id, int Parent, char State, int Threads, long ResidentPages)
{
    /// <summary>Whether it has ended and waits to be reaped. One whose main thread alone has ended still runs.</summary>
    public bool IsZombie => State is 'Z' or 'X' && Threads <= 1;
}
