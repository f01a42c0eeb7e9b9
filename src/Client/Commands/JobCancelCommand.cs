using System.CommandLine;
using BenchCluster.Resources;

namespace BenchCluster.Client.Commands;

/// <summary><c>bench job cancel ID</c>.</summary>
internal sealed class JobCancelCommand : BenchCommand
{
    private readonly Argument<string[]> _jobs = IdArgument.Several(ResourceKind.BenchmarkJob, ArgumentArity.OneOrMore);

    public JobCancelCommand(CommandContext context)
        : base("cancel", "Cancel benchmark jobs and all their runs.", context) => Arguments.Add(_jobs);

    public override IReadOnlyList<string> Examples { get; } = ["job cancel bmj_06cny4s0000000000000000000"];

    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken) =>
        EachAsync(arguments.GetRequiredValue(_jobs), async id =>
        {
            var job = await Client.BenchmarkJobs.CancelAsync(id, cancellationToken);
            Terminal.Out.WriteLine($"{job.Id} {WireJson.NameOf(job.State)}");
        });
}
