using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using BenchCluster.Client.Output;
using BenchCluster.Resources;
using BenchCluster.Scenarios;
using BenchCluster.Scoring;

namespace BenchCluster.Client.Commands;

/// <summary><c>bench scenario show NAME</c>.</summary>
internal sealed class ScenarioShowCommand : BenchCommand
{
    private readonly Argument<string> _scenario = new("NAME") { Description = "The scenario's id, or its name (of several, the newest)." };
    private readonly JsonOption _json = new();

    public ScenarioShowCommand(CommandContext context)
        : base("show", "Show a scenario: what it asks, where it runs and how it is scored.", context)
    {
        Arguments.Add(_scenario);
        Options.Add(_json);
    }

    public override IReadOnlyList<string> Examples { get; } = ["scenario show hello-world", "scenario show hello-world --json"];

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var scenario = await FindAsync(arguments.GetRequiredValue(_scenario), cancellationToken);
        if (arguments.GetValue(_json))
        {
            Terminal.WriteJson(scenario);
            return ExitStatus.Done;
        }

        Terminal.Out.Write(Details(scenario));
        Terminal.Out.WriteLine();
        Terminal.Out.Write(Scorers(scenario.ScoringContract));
        Terminal.Out.WriteLine();
        Terminal.Out.WriteLine(scenario.InputContext.ProblemStatement.TrimEnd());
        return ExitStatus.Done;
    }

    private async Task<ScenarioView> FindAsync(string idOrName, CancellationToken cancellationToken)
    {
        if (ResourceId.IsId(ResourceKind.Scenario, idOrName))
            return await Client.Scenarios.GetAsync(idOrName, cancellationToken);
        await foreach (var scenario in Client.Scenarios.ListAsync(idOrName, cancellationToken: cancellationToken))
        {
            if (scenario.Name == idOrName)
                return scenario;
        }

        throw new CommandException($"There is no scenario '{idOrName}'. 'bench scenario list' shows those there are.");
    }

    private static Listing Details(ScenarioView scenario)
    {
        var environment = scenario.Environment;
        var details = Listing.Details()
            .AddDetail("name", scenario.Name).AddDetail("id", scenario.Id).AddDetail("status", WireJson.NameOf(scenario.Status))
            .AddDetail("blueprint", environment?.BlueprintId).AddDetail("image", environment?.Image)
            .AddDetail("working directory", environment?.WorkingDirectory)
            .AddDetail("agent's time", scenario.Agent?.TimeoutSec is { } seconds ? Durations.Short(TimeSpan.FromSeconds(seconds)) : "")
            .AddDetail("reference", scenario.ReferenceSolution is null && scenario.ReferenceOutput is null ? "" : "yes");
        foreach (var (key, value) in scenario.Metadata)
            details.AddDetail(key, value);
        return details;
    }

    private static Listing Scorers(ScoringContract contract)
    {
        var table = new Listing("SCORER", "TYPE", new("WEIGHT", IsNumeric: true));
        foreach (var function in contract.ScoringFunctionParameters)
            table.Add(function.Name, TypeOf(function.Scorer), function.Weight.ToString("0.###", CultureInfo.InvariantCulture));
        return table;
    }

    /// <summary>The type as the API names it.</summary>
    private static string TypeOf(ScorerSpec scorer) =>
        JsonSerializer.SerializeToElement(scorer, WireJson.Options).GetProperty("type").GetString()!;
}
