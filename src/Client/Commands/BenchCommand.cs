using System.CommandLine;
using BenchCluster.Client.Output;

namespace BenchCluster.Client.Commands;

/// <summary>A command: its arguments, its help, and what it does.</summary>
internal abstract class BenchCommand : Command
{
    protected BenchCommand(string name, string description, CommandContext context)
        : base(name, description)
    {
        Context = context;
        SetAction(RunAsync);
    }

    /// <summary>Command lines as a person would type them, for the help; without the leading <c>bench</c>.</summary>
    public abstract IReadOnlyList<string> Examples { get; }

    protected CommandContext Context { get; }

    protected BenchClient Client => Context.Client;

    protected Terminal Terminal => Context.Terminal;

    /// <summary>Carries the command out.</summary>
    /// <returns>One of <see cref="ExitStatus"/>.</returns>
    protected abstract Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken);

    /// <summary>Does the same to several resources; what the server refuses for one does not hinder the others.</summary>
    protected async Task<int> EachAsync(IEnumerable<string> ids, Func<string, Task> act)
    {
        var status = ExitStatus.Done;
        foreach (var id in ids.Distinct())
        {
            try
            {
                await act(id);
            }
            catch (BenchApiException error) when (!error.IsUnavailable)
            {
                Terminal.WriteError(error.Message);
                status = ExitStatus.Failed;
            }
        }

        return status;
    }
}
