using BenchCluster.Client.Devboxes;
using BenchCluster.Client.Output;

namespace BenchCluster.Client.Commands;

/// <summary>Ctrl-C while a command runs in a devbox: the first interrupts it, the second kills it, the third leaves it.</summary>
internal sealed class ExecInterrupts(ExecSession session, Terminal terminal)
{
    private int _count;

    /// <summary>Treats one.</summary>
    /// <returns>False for the third: the process may end.</returns>
    public bool Take()
    {
        switch (Interlocked.Increment(ref _count))
        {
            case 1:
                _ = SendAsync(session.InterruptAsync);
                return true;
            case 2:
                terminal.WriteNotice("killing the command");
                _ = SendAsync(session.KillAsync);
                return true;
            default:
                return false;
        }
    }

    private async Task SendAsync(Func<CancellationToken, Task> send)
    {
        try
        {
            await send(CancellationToken.None);
        }
        catch (BenchApiException error)
        {
            terminal.WriteError(error.Message);
        }
    }
}
