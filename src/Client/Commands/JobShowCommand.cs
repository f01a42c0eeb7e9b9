using System.CommandLine;
using BenchCluster.Client.BenchmarkJobs;
using BenchCluster.Resources;

namespace BenchCluster.Client.Commands;

/// <summary><c>bench job show ID</c>.</summary>
internal sealed class JobShowCommand : BenchCommand
{
    private readonly Argument<string> _job = IdArgument.One(ResourceKind.BenchmarkJob);
    private readonly JsonOption _json = new();

    public JobShowCommand(CommandContext context)
        : base("show", "Show a benchmark job, how its agents came out, and what failed why.", context)
    {
        Arguments.Add(_job);
        Options.Add(_json);
    }

    public override IReadOnlyList<string> Examples { get; } = ["job show bmj_06cny4s0000000000000000000"];

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var job = await Client.BenchmarkJobs.GetAsync(arguments.GetRequiredValue(_job), cancellationToken);
        if (arguments.GetValue(_json))
        {
            Terminal.WriteJson(job);
            return ExitStatus.Done;
        }

        Terminal.Out.Write(JobListings.Details(job, Context.Time));
        Terminal.Out.WriteLine();
        Terminal.Out.Write(JobListings.Agents(job));
        var failures = JobListings.Failures(job);
        if (failures.Rows.Count > 0)
        {
            Terminal.Out.WriteLine();
            Terminal.Out.Write(failures);
        }

        foreach (var note in job.Notes ?? [])
            Terminal.WriteNotice($"note: {note}");
        return ExitStatus.Done;
    }
}
