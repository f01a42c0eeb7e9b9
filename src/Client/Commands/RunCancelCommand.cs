using System.CommandLine;
using BenchCluster.Resources;

namespace BenchCluster.Client.Commands;

/// <summary><c>bench run cancel ID</c>.</summary>
internal sealed class RunCancelCommand : BenchCommand
{
    private readonly Argument<string[]> _runs = IdArgument.Several(ResourceKind.BenchmarkRun, ArgumentArity.OneOrMore);

    public RunCancelCommand(CommandContext context)
        : base("cancel", "Cancel benchmark runs and all their scenario runs.", context) => Arguments.Add(_runs);

    public override IReadOnlyList<string> Examples { get; } = ["run cancel bmr_06cny4s0000000000000000000"];

    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken) =>
        EachAsync(arguments.GetRequiredValue(_runs), async id =>
        {
            var run = await Client.BenchmarkRuns.CancelAsync(id, cancellationToken);
            Terminal.Out.WriteLine($"{run.Id} {WireJson.NameOf(run.State)}");
        });
}
