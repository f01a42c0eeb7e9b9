using System.CommandLine;
using BenchCluster.Client.Output;
using BenchCluster.Scenarios;

namespace BenchCluster.Client.Commands;

/// <summary><c>bench benchmark show NAME</c>.</summary>
internal sealed class BenchmarkShowCommand : BenchCommand
{
    private readonly BenchmarkArgument _benchmark = new();
    private readonly JsonOption _json = new();

    public BenchmarkShowCommand(CommandContext context)
        : base("show", "Show a benchmark and its scenarios.", context)
    {
        Arguments.Add(_benchmark);
        Options.Add(_json);
    }

    public override IReadOnlyList<string> Examples { get; } = ["benchmark show tasks", "benchmark show tasks --json"];

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var benchmark = await _benchmark.FindAsync(arguments, Client, cancellationToken);
        if (arguments.GetValue(_json))
        {
            Terminal.WriteJson(benchmark);
            return ExitStatus.Done;
        }

        var details = Listing.Details().AddDetail("name", benchmark.Name).AddDetail("id", benchmark.Id)
            .AddDetail("description", benchmark.Description).AddDetail("attribution", benchmark.Attribution);
        foreach (var (key, value) in benchmark.Metadata)
            details.AddDetail(key, value);
        Terminal.Out.Write(details);
        Terminal.Out.WriteLine();
        Terminal.Out.Write(ScenarioListCommand.Table(await ScenariosAsync(benchmark.Id, benchmark.ScenarioIds, cancellationToken)));
        return ExitStatus.Done;
    }

    /// <summary>The scenarios in the benchmark's order.</summary>
    private async Task<IReadOnlyList<ScenarioView>> ScenariosAsync(string id, IReadOnlyList<string> order, CancellationToken cancellationToken)
    {
        var scenarios = new Dictionary<string, ScenarioView>();
        await foreach (var scenario in Client.Scenarios.ListAsync(benchmarkId: id, cancellationToken: cancellationToken))
            scenarios[scenario.Id] = scenario;
        return [.. order.Select(scenario => scenarios.GetValueOrDefault(scenario)).OfType<ScenarioView>()];
    }
}
