using System.CommandLine;
using BenchCluster.Client.BenchmarkRuns;
using BenchCluster.Client.Comparisons;
using BenchCluster.Resources;

namespace BenchCluster.Client.Commands;

/// <summary><c>bench compare RUN_A RUN_B</c>.</summary>
internal sealed class CompareCommand : BenchCommand
{
    private readonly Argument<string[]> _runs = IdArgument.Several(ResourceKind.BenchmarkRun, new ArgumentArity(2, 2));
    private readonly JsonOption _json = new();

    public CompareCommand(CommandContext context)
        : base("compare", "Compare two benchmark runs scenario by scenario: who did better on what, and whether that is more than chance.", context)
    {
        Arguments.Add(_runs);
        Options.Add(_json);
    }

    public override IReadOnlyList<string> Examples { get; } =
        ["compare bmr_06cny4s0000000000000000000 bmr_06cny4s0000000000000000001", "compare bmr_06cny4s0000000000000000000 bmr_06cny4s0000000000000000001 --json"];

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var reports = new List<RunReport>();
        foreach (var id in arguments.GetRequiredValue(_runs))
            reports.Add(await RunReport.FetchAsync(Client, await Client.BenchmarkRuns.GetAsync(id, cancellationToken), cancellationToken));
        var comparison = RunComparison.Of(reports[0], reports[1])
            ?? throw new CommandException("The two runs have no scenario in common that ended in both, so there is nothing to compare.");
        foreach (var run in reports.Select(report => report.BenchmarkRun).Where(run => run.State == BenchCluster.BenchmarkRuns.BenchmarkRunState.Running))
            Terminal.WriteNotice($"{run.Id} still goes on; only what has ended is compared.");
        if (arguments.GetValue(_json))
        {
            Terminal.WriteJson(comparison);
            return ExitStatus.Done;
        }

        var names = AgentNames.Of(reports.Select(report => report.BenchmarkRun));
        Terminal.Out.Write(ComparisonListings.Scenarios(comparison, names[0], names[1]));
        Terminal.Out.WriteLine();
        Terminal.Out.Write(ComparisonListings.Summary(comparison, names[0], names[1]));
        return ExitStatus.Done;
    }
}
