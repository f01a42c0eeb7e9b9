using BenchCluster.Agent.Accounts;
using BenchCluster.Agent.Native;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Agent.Files;

/// <summary>
/// Does file operations with a user's rights. Linux gives rights to threads: each operation has one of its own, which
/// ends with it and never gives the rights back.
/// </summary>
internal static class FileThread
{
    /// <summary>Runs the action as the account.</summary>
    public static Task<T> RunAsync<T>(Account account, Func<T> action)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                if (!account.IsRoot)
                    Spawner.Become(account);
                done.SetResult(action());
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        })
        { IsBackground = true, Name = "files" };
        try
        {
            thread.Start();
        }
        catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
        {
            throw new AgentException(AgentErrorCode.NoResources, "No thread can be made: the limit of processes or memory is reached.");
        }

        return done.Task;
    }
}
