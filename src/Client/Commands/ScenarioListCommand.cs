using System.CommandLine;
using BenchCluster.Client.Output;
using BenchCluster.Scenarios;

namespace BenchCluster.Client.Commands;

/// <summary><c>bench scenario list</c>.</summary>
internal sealed class ScenarioListCommand : ListCommand<ScenarioView>
{
    private readonly Option<string?> _name = new("--name") { Description = "Only those of this name.", HelpName = "NAME" };

    public ScenarioListCommand(CommandContext context)
        : base("list", "List scenarios.", context) => Options.Add(_name);

    public override IReadOnlyList<string> Examples { get; } = ["scenario list", "scenario list --name hello-world --json"];

    /// <summary>Scenarios as a table.</summary>
    public static Listing Table(IReadOnlyList<ScenarioView> scenarios)
    {
        var table = new Listing("NAME", "ID", "DIFFICULTY", "SCORERS", "ENVIRONMENT") { Empty = "There are no scenarios." };
        foreach (var scenario in scenarios)
        {
            table.Add(
                scenario.Name, scenario.Id, scenario.Metadata.GetValueOrDefault("difficulty"),
                string.Join(", ", scenario.ScoringContract.ScoringFunctionParameters.Select(function => function.Name)),
                scenario.Environment?.BlueprintId ?? scenario.Environment?.Image);
        }

        return table;
    }

    protected override IAsyncEnumerable<ScenarioView> ItemsAsync(ParseResult arguments, int max, CancellationToken cancellationToken) =>
        Client.Scenarios.ListAsync(arguments.GetValue(_name), max: max, cancellationToken: cancellationToken);

    protected override Task<Listing> TableAsync(IReadOnlyList<ScenarioView> items, CancellationToken cancellationToken) =>
        Task.FromResult(Table(items));
}
