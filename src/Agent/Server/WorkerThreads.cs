namespace BenchCluster.Agent.Server;

/// <summary>
/// The pool's threads, all of which are made at the start. When the box is full of processes no thread can be made, and
/// the runtime ends the program over that: a fork bomb would end the box.
/// </summary>
internal static class WorkerThreads
{
    /// <summary>None of them waits for long: what may wait for ever has a thread of its own or none.</summary>
    private const int Count = 8;

    /// <summary>Makes them, and the thread of the timers. That they stay is in the project file.</summary>
    public static void MakeAll()
    {
        if (!ThreadPool.SetMinThreads(Count, Count) || !ThreadPool.SetMaxThreads(Count, Count))
            throw new InvalidOperationException("The thread pool does not take its size.");
        var all = new CountdownEvent(Count);
        for (var n = 0; n < Count; n++)
            ThreadPool.UnsafeQueueUserWorkItem(Meet, all, preferLocal: false);
        all.Wait();
        // The first one that is set makes the thread of all.
        new Timer(_ => { }, null, TimeSpan.FromHours(1), Timeout.InfiniteTimeSpan).Dispose();

        static void Meet(CountdownEvent all)
        {
            all.Signal();
            all.Wait();
        }
    }
}
