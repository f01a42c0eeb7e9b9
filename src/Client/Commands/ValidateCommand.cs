using System.CommandLine;
using BenchCluster.BenchmarkJobs;
using BenchCluster.Client.Output;
using BenchCluster.Client.Validations;

namespace BenchCluster.Client.Commands;

/// <summary><c>bench validate NAME</c>.</summary>
internal sealed class ValidateCommand : BenchCommand
{
    /// <summary>A job has at most a hundred agents, and every repetition is two.</summary>
    private const int MostRepetitions = 50;

    private const int DefaultConcurrency = 4;

    private readonly SubjectArgument _subject = new();

    private readonly NumberOption<int> _repeat = new(
        "--repeat", "How often each is tried; the score must be the same every time. Default 1.", least: 1, MostRepetitions, "-k");

    private readonly NumberOption<int> _concurrency =
        new("--concurrency", $"How many scenario runs go on at once; default {DefaultConcurrency}.", least: 1, most: null, "-n");

    private readonly JsonOption _json = new();

    public ValidateCommand(CommandContext context)
        : base("validate", "Check scenarios: the reference scores 1, doing nothing scores 0, and the scores are stable.", context)
    {
        Arguments.Add(_subject);
        foreach (var option in (Option[])[_repeat, _concurrency, _json])
            Options.Add(option);
    }

    public override IReadOnlyList<string> Examples { get; } =
        ["validate tasks", "validate tasks --repeat 5 -n 8", "validate scn_06cny4s0000000000000000000 --json"];

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var subject = await _subject.FindAsync(arguments, Client, cancellationToken);
        var repeat = arguments.GetValue(_repeat) ?? 1;
        JobAgentConfig[] agents = [new() { Name = ValidationReport.Oracle }, new() { Name = ValidationReport.Nop }];
        var job = await new JobFollower(Context).RunAsync(
            "validate", subject, [.. Enumerable.Repeat(agents, repeat).SelectMany(pair => pair)],
            arguments.GetValue(_concurrency) ?? DefaultConcurrency, agent => agent, cancellationToken);
        var report = ValidationReport.Of(subject, job, repeat);
        if (arguments.GetValue(_json))
            Terminal.WriteJson(report);
        else
            Write(report);
        return report.Passes ? ExitStatus.Done : ExitStatus.Failed;
    }

    private void Write(ValidationReport report)
    {
        Terminal.Out.Write(ValidationListings.Scenarios(report));
        var problems = ValidationListings.Problems(report);
        if (problems.Rows.Count > 0)
        {
            Terminal.Out.WriteLine();
            Terminal.Out.Write(problems);
        }

        var passed = report.Scenarios.Count(scenario => scenario.Passes);
        Terminal.Out.WriteLine();
        Terminal.Out.WriteLine(
            new Styled(report.Name, Tone.Strong), ": ",
            new Styled($"{passed} of {report.Scenarios.Count} scenarios pass", report.Passes ? Tone.Good : Tone.Bad));
    }
}
