using BenchCluster.Agent.Native;

namespace BenchCluster.Agent.Processes;

/// <summary>Signals to all that a supervisor has started, however far it has fled.</summary>
internal static class ProcessTree
{
    /// <summary>A tree that still grows after so many looks is killed as far as it is known.</summary>
    private const int MostPasses = 200;

    /// <summary>
    /// Kills every descendant of the supervisor. All are stopped before any is killed, so that none sees another die
    /// and starts a new one; a pass that finds no new one ends it.
    /// </summary>
    public static void Kill(int supervisor)
    {
        var stopped = new HashSet<int>();
        for (var pass = 0; pass < MostPasses && StopNew(supervisor, stopped); pass++)
        {
            // StopNew has done it.
        }

        foreach (var id in stopped)
            _ = Libc.kill(id, Libc.SigKill);
        // A supervisor that was stopped would never tell of the end.
        _ = Libc.kill(supervisor, Libc.SigContinue);
    }

    /// <summary>Sends a signal once to every descendant that is there now.</summary>
    public static void Signal(int supervisor, int signal)
    {
        foreach (var id in Descendants(supervisor))
            _ = Libc.kill(id, signal);
    }

    /// <summary>Ids of the living processes below one, itself not included.</summary>
    public static List<int> Descendants(int ancestor)
    {
        var children = ProcessTable.Read().Where(entry => !entry.IsZombie).ToLookup(entry => entry.Parent, entry => entry.Id);
        var found = new List<int>();
        var open = new Stack<int>([ancestor]);
        while (open.TryPop(out var parent))
        {
            foreach (var child in children[parent])
            {
                found.Add(child);
                open.Push(child);
            }
        }

        return found;
    }

    private static bool StopNew(int supervisor, HashSet<int> stopped)
    {
        var hasNew = false;
        foreach (var id in Descendants(supervisor))
        {
            if (!stopped.Add(id))
                continue;
            _ = Libc.kill(id, Libc.SigStop);
            hasNew = true;
        }

        return hasNew;
    }
}
