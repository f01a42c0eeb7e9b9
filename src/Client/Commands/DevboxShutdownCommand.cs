using System.CommandLine;
using BenchCluster.Devboxes;
using BenchCluster.Resources;

namespace BenchCluster.Client.Commands;

/// <summary><c>bench devbox shutdown ID</c>.</summary>
internal sealed class DevboxShutdownCommand : BenchCommand
{
    private readonly Argument<string[]> _devboxes = IdArgument.Several(ResourceKind.Devbox, ArgumentArity.ZeroOrMore);

    private readonly FlagOption _all = new("--all", "All that have not ended, but for those of scenario runs, which end with their run.");

    public DevboxShutdownCommand(CommandContext context)
        : base("shutdown", "Shut devboxes down.", context)
    {
        Arguments.Add(_devboxes);
        Options.Add(_all);
    }

    public override IReadOnlyList<string> Examples { get; } =
        ["devbox shutdown dbx_06cny4s0000000000000000000", "devbox shutdown --all"];

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var ids = arguments.GetValue(_devboxes) ?? [];
        if (arguments.GetValue(_all) == ids.Length > 0)
            throw new UsageException("expected either the ids of devboxes or --all.");
        return await EachAsync(ids.Length > 0 ? ids : await OpenAsync(cancellationToken), async id =>
        {
            var devbox = await Client.Devboxes.ShutdownAsync(id, cancellationToken);
            Terminal.Out.WriteLine($"{devbox.Id} {WireJson.NameOf(devbox.Status)}");
        });
    }

    private async Task<IReadOnlyList<string>> OpenAsync(CancellationToken cancellationToken)
    {
        var open = new List<string>();
        foreach (var status in Enum.GetValues<DevboxStatus>().Except([DevboxStatus.Failure, DevboxStatus.Shutdown]))
        {
            await foreach (var devbox in Client.Devboxes.ListAsync(status, cancellationToken: cancellationToken))
            {
                if (devbox.InitiatorType != "scenario")
                    open.Add(devbox.Id);
            }
        }

        return open;
    }
}
