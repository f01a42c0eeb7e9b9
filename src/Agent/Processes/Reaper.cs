using System.Runtime.InteropServices;
using BenchCluster.Agent.Native;

namespace BenchCluster.Agent.Processes;

/// <summary>Waits for every child, so that none stays a zombie: supervisors, and orphans where the agent is process 1.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Reliability", "CA1001", Justification = "It lives as long as the agent.")]
internal sealed class Reaper
{
    /// <summary>How often to look again while there is no child: orphans of an engine's own exec come unannounced.</summary>
    private static readonly TimeSpan Recheck = TimeSpan.FromSeconds(5);

    /// <summary>Without spinning: a child comes when it comes.</summary>
    private readonly ManualResetEventSlim _hasChild = new(initialState: false, spinCount: 0);

    /// <summary>Begins to reap.</summary>
    public void Start() => new Thread(Run) { IsBackground = true, Name = "reaper" }.Start();

    /// <summary>Told that there is a child now.</summary>
    public void Expect() => _hasChild.Set();

    private unsafe void Run()
    {
        while (true)
        {
            int status;
            _hasChild.Reset();
            if (Libc.waitpid(-1, &status, 0) < 0 && Marshal.GetLastPInvokeError() == Libc.ErrorNoChild)
                _hasChild.Wait(Recheck);
        }
    }
}
