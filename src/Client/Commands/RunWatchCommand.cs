using System.CommandLine;
using BenchCluster.BenchmarkRuns;
using BenchCluster.Resources;

namespace BenchCluster.Client.Commands;

/// <summary><c>bench run watch ID</c>.</summary>
internal sealed class RunWatchCommand : BenchCommand
{
    private readonly Argument<string[]> _runs = IdArgument.Several(ResourceKind.BenchmarkRun, ArgumentArity.OneOrMore);
    private readonly JsonOption _json = new();

    public RunWatchCommand(CommandContext context)
        : base("watch", "Watch benchmark runs to their end and show their scores.", context)
    {
        Arguments.Add(_runs);
        Options.Add(_json);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "run watch bmr_06cny4s0000000000000000000",
        "run watch bmr_06cny4s0000000000000000000 bmr_06cny4s0000000000000000001",
    ];

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var runs = new List<BenchmarkRunView>();
        foreach (var id in arguments.GetRequiredValue(_runs).Distinct())
            runs.Add(await Client.BenchmarkRuns.GetAsync(id, cancellationToken));
        return await new RunFollower(Context).FollowAsync(runs, arguments.GetValue(_json), null, [], cancellationToken);
    }
}
