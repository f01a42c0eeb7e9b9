using System.CommandLine;
using BenchCluster.BenchmarkJobs;
using BenchCluster.Client.BenchmarkJobs;
using BenchCluster.Client.Output;

namespace BenchCluster.Client.Commands;

/// <summary><c>bench job list</c>.</summary>
internal sealed class JobListCommand(CommandContext context) : ListCommand<BenchmarkJobView>("list", "List benchmark jobs.", context, usual: 20)
{
    public override IReadOnlyList<string> Examples { get; } = ["job list", "job list --limit 100 --json"];

    protected override IAsyncEnumerable<BenchmarkJobView> ItemsAsync(ParseResult arguments, int max, CancellationToken cancellationToken) =>
        Client.BenchmarkJobs.ListAsync(max, cancellationToken);

    protected override Task<Listing> TableAsync(IReadOnlyList<BenchmarkJobView> items, CancellationToken cancellationToken) =>
        Task.FromResult(JobListings.Jobs(items, Context.Time));
}
