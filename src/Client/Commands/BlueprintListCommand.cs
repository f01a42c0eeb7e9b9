using System.CommandLine;
using BenchCluster.Blueprints;
using BenchCluster.Client.Output;
using BenchCluster.Resources;

namespace BenchCluster.Client.Commands;

/// <summary><c>bench blueprint list</c>.</summary>
internal sealed class BlueprintListCommand : ListCommand<BlueprintView>
{
    private readonly Option<string?> _name = new("--name") { Description = "Only those of this name.", HelpName = "NAME" };

    public BlueprintListCommand(CommandContext context)
        : base("list", "List blueprints: images that were built, or are being built.", context) => Options.Add(_name);

    public override IReadOnlyList<string> Examples { get; } = ["blueprint list", "blueprint list --name harbor-hello-world --json"];

    protected override IAsyncEnumerable<BlueprintView> ItemsAsync(ParseResult arguments, int max, CancellationToken cancellationToken) =>
        Client.Blueprints.ListAsync(arguments.GetValue(_name), max, cancellationToken);

    protected override Task<Listing> TableAsync(IReadOnlyList<BlueprintView> items, CancellationToken cancellationToken)
    {
        var table = new Listing("ID", "NAME", "STATUS", "CREATED", "FAILURE") { Empty = "There are no blueprints." };
        foreach (var blueprint in items)
        {
            var tone = blueprint.Status switch
            {
                BlueprintStatus.BuildComplete => Tone.Good,
                BlueprintStatus.Failed => Tone.Bad,
                _ => Tone.Busy,
            };
            table.Add(
                blueprint.Id, blueprint.Name, new Styled(WireJson.NameOf(blueprint.Status), tone),
                Durations.Age(blueprint.CreateTimeMs, Context.Time),
                blueprint.FailureMessage ?? blueprint.FailureReason ?? "");
        }

        return Task.FromResult(table);
    }
}
