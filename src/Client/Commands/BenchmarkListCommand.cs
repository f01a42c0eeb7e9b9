using System.CommandLine;
using BenchCluster.Benchmarks;
using BenchCluster.Client.Output;

namespace BenchCluster.Client.Commands;

/// <summary><c>bench benchmark list</c>.</summary>
internal sealed class BenchmarkListCommand(CommandContext context) : ListCommand<BenchmarkView>("list", "List benchmarks.", context)
{
    public override IReadOnlyList<string> Examples { get; } = ["benchmark list", "benchmark list --json"];

    protected override IAsyncEnumerable<BenchmarkView> ItemsAsync(ParseResult arguments, int max, CancellationToken cancellationToken) =>
        Client.Benchmarks.ListAsync(max: max, cancellationToken: cancellationToken);

    protected override Task<Listing> TableAsync(IReadOnlyList<BenchmarkView> items, CancellationToken cancellationToken)
    {
        var table = new Listing("NAME", new("SCENARIOS", IsNumeric: true), "ID", "DESCRIPTION")
        {
            Empty = "There are no benchmarks yet; 'bench import harbor DIR' makes one.",
        };
        foreach (var benchmark in items)
            table.Add(benchmark.Name, $"{benchmark.ScenarioIds.Count}", benchmark.Id, benchmark.Description ?? "");
        return Task.FromResult(table);
    }
}
