using System.CommandLine;
using BenchCluster.Client.Output;
using BenchCluster.Nodes;

namespace BenchCluster.Client.Commands;

/// <summary><c>bench node list</c>.</summary>
internal sealed class NodeListCommand(CommandContext context)
    : ListCommand<NodeView>("list", "List the cluster's machines and how full they are.", context)
{
    public override IReadOnlyList<string> Examples { get; } = ["node list", "node list --json"];

    protected override IAsyncEnumerable<NodeView> ItemsAsync(ParseResult arguments, int max, CancellationToken cancellationToken) =>
        Client.Nodes.ListAsync(max, cancellationToken);

    protected override Task<Listing> TableAsync(IReadOnlyList<NodeView> items, CancellationToken cancellationToken)
    {
        var table = new Listing(
            "NODE", "HEALTHY", new("DEVBOXES", IsNumeric: true), new("PLACES", IsNumeric: true), new("WAITING", IsNumeric: true), new("FREE DISK", IsNumeric: true), "ENGINE")
        {
            Empty = "There are no nodes.",
        };
        foreach (var node in items)
        {
            var health = node.EngineHealthy ? node.TakesDevboxes ? new Styled("yes", Tone.Good) : new Styled("takes none", Tone.Busy) : new Styled("no", Tone.Bad);
            table.Add(node.Name, health, $"{node.SlotsTaken}", $"{node.Slots}", $"{node.Queued}", FreeDisk(node), node.Engine);
        }

        return Task.FromResult(table);
    }

    private static string FreeDisk(NodeView node) => node.FreeDiskBytes is not { } bytes ? ""
        : bytes < 10L << 30 ? FormattableString.Invariant($"{bytes >> 20} MiB") : FormattableString.Invariant($"{bytes >> 30} GiB");
}
