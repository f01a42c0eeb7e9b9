using System.CommandLine;
using BenchCluster.Client.BenchmarkRuns;
using BenchCluster.Client.Output;
using BenchCluster.Resources;

namespace BenchCluster.Client.Commands;

/// <summary><c>bench run show ID</c>, of a benchmark run or a scenario run.</summary>
internal sealed class RunShowCommand : BenchCommand
{
    private readonly Argument<string> _run = IdArgument.One(ResourceKind.BenchmarkRun, ResourceKind.ScenarioRun);
    private readonly JsonOption _json = new();

    public RunShowCommand(CommandContext context)
        : base("show", "Show a benchmark run and its scenario runs, or all there is to know of a scenario run.", context)
    {
        Arguments.Add(_run);
        Options.Add(_json);
    }

    public override IReadOnlyList<string> Examples { get; } =
        ["run show bmr_06cny4s0000000000000000000", "run show srn_06cny4s000000000000000000000003 --json"];

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var id = arguments.GetRequiredValue(_run);
        var isJson = arguments.GetValue(_json);
        if (ResourceId.IsId(ResourceKind.ScenarioRun, id))
            await ShowScenarioRunAsync(id, isJson, cancellationToken);
        else
            await ShowBenchmarkRunAsync(id, isJson, cancellationToken);
        return ExitStatus.Done;
    }

    private async Task ShowBenchmarkRunAsync(string id, bool isJson, CancellationToken cancellationToken)
    {
        var run = await Client.BenchmarkRuns.GetAsync(id, cancellationToken);
        var report = await RunReport.FetchAsync(Client, run, cancellationToken);
        if (isJson)
        {
            Terminal.WriteJson(report);
            return;
        }

        Terminal.Out.Write(RunListings.Details(run, Context.Time));
        Terminal.Out.WriteLine();
        Terminal.Out.Write(RunListings.ScenarioRuns(report.ScenarioRuns));
        foreach (var problem in run.Problems ?? [])
            Terminal.Out.WriteLine(new Styled("problem: ", Tone.Bad), problem);
    }

    private async Task ShowScenarioRunAsync(string id, bool isJson, CancellationToken cancellationToken)
    {
        var run = await Client.ScenarioRuns.GetAsync(id, cancellationToken);
        if (isJson)
        {
            Terminal.WriteJson(run);
            return;
        }

        Terminal.Out.Write(ScenarioRunDetails.Of(run, Context.Time));
        if (run.ScoringContractResult is { } scored)
        {
            Terminal.Out.WriteLine();
            Terminal.Out.Write(ScenarioRunDetails.Scorers(scored));
        }

        if (run.ScoreFlags is { Count: > 0 } flags)
        {
            Terminal.Out.WriteLine();
            Terminal.Out.Write(ScenarioRunDetails.Flags(flags));
        }

        foreach (var (title, text) in ScenarioRunDetails.Outputs(run))
        {
            Terminal.Out.WriteLine();
            Terminal.Out.WriteLine(new Styled(title, Tone.Strong));
            Terminal.Out.WriteLine(text.TrimEnd());
        }
    }
}
