using System.CommandLine;
using BenchCluster.BenchmarkRuns;
using BenchCluster.Client.BenchmarkRuns;
using BenchCluster.Client.Output;

namespace BenchCluster.Client.Commands;

/// <summary><c>bench runs</c>.</summary>
internal sealed class RunsCommand(CommandContext context) : ListCommand<BenchmarkRunView>("runs", "List benchmark runs.", context, usual: 20)
{
    public override IReadOnlyList<string> Examples { get; } = ["runs", "runs --limit 100 --json"];

    protected override IAsyncEnumerable<BenchmarkRunView> ItemsAsync(ParseResult arguments, int max, CancellationToken cancellationToken) =>
        Client.BenchmarkRuns.ListAsync(max: max, cancellationToken: cancellationToken);

    protected override async Task<Listing> TableAsync(IReadOnlyList<BenchmarkRunView> items, CancellationToken cancellationToken)
    {
        var benchmarks = new Dictionary<string, string>();
        if (items.Count > 0)
        {
            await foreach (var benchmark in Client.Benchmarks.ListAsync(cancellationToken: cancellationToken))
                benchmarks[benchmark.Id] = benchmark.Name;
        }

        return RunListings.Runs(items, benchmarks, Context.Time);
    }
}
