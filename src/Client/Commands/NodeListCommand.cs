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
            "NODE", "HEALTHY", new("DEVBOXES", IsNumeric: true), new("PLACES", IsNumeric: true), new("WAITING", IsNumeric: true), "ENGINE")
        {
            Empty = "There are no nodes.",
        };
        foreach (var node in items)
        {
            var health = node.EngineHealthy ? new Styled("yes", Tone.Good) : new Styled("no", Tone.Bad);
            table.Add(node.Name, health, $"{node.SlotsTaken}", $"{node.Slots}", $"{node.Queued}", node.Engine);
        }

        return Task.FromResult(table);
    }
}
