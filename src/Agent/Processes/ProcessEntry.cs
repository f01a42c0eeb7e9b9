namespace BenchCluster.Agent.Processes;

/// <summary>A process, as /proc shows it.</summary>
/// <param name="State">The kernel's letter: R, S, D, T, Z and so on.</param>
/// <param name="ResidentPages">Pages in memory.</param>
internal readonly record struct ProcessEntry(int Id, int Parent, char State, long ResidentPages)
{
    /// <summary>Whether it has ended and waits to be reaped.</summary>
    public bool IsZombie => State is 'Z' or 'X';
}
