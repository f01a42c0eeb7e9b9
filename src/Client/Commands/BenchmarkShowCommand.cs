using System.CommandLine;
using BenchCluster.Client.Audits;
using BenchCluster.Client.BenchmarkJobs;
using BenchCluster.Client.Output;
using BenchCluster.Resources;
using BenchCluster.Scenarios;

namespace BenchCluster.Client.Commands;

/// <summary><c>bench benchmark show NAME</c>.</summary>
internal sealed class BenchmarkShowCommand : BenchCommand
{
    private readonly BenchmarkArgument _benchmark = new();
    private readonly JsonOption _json = new();

    public BenchmarkShowCommand(CommandContext context)
        : base("show", "Show a benchmark and its scenarios.", context)
    {
        Arguments.Add(_benchmark);
        Options.Add(_json);
    }

    public override IReadOnlyList<string> Examples { get; } = ["benchmark show tasks", "benchmark show tasks --json"];

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var benchmark = await _benchmark.FindAsync(arguments, Client, cancellationToken);
        if (arguments.GetValue(_json))
        {
            Terminal.WriteJson(benchmark);
            return ExitStatus.Done;
        }

        var details = Listing.Details().AddDetail("name", benchmark.Name).AddDetail("id", benchmark.Id)
            .AddDetail("description", benchmark.Description).AddDetail("attribution", benchmark.Attribution);
        var subject = await JobSubject.OfAsync(Client, benchmark, cancellationToken);
        if (AuditRecord.Read(benchmark.Metadata) is { } audit)
            details.AddDetail("audit", Audit(audit, subject));
        foreach (var (key, value) in benchmark.Metadata.Where(entry => !entry.Key.StartsWith(AuditRecord.Prefix, StringComparison.Ordinal)))
            details.AddDetail(key, value);
        Terminal.Out.Write(details);
        Terminal.Out.WriteLine();
        Terminal.Out.Write(ScenarioListCommand.Table([.. subject.Scenarios.Where(scenario => scenario.Status is DefinitionStatus.Active)]));
        return ExitStatus.Done;
    }

    /// <summary>The last audit, and whether it was of the scenarios as they are.</summary>
    private Styled Audit(AuditRecord audit, JobSubject subject)
    {
        var text = $"{WireJson.NameOf(audit.Result)}, {Durations.Age(audit.At.ToUnixTimeMilliseconds(), Context.Time)}, {audit.Cheats} cheats (catalogue {audit.Catalogue})";
        if (audit.Scenarios != AuditRecord.DigestOf(subject))
            return new Styled($"{text}; stale: the scenarios have changed since", Tone.Busy);
        return audit.Catalogue != CheatCatalogue.Version
            ? new Styled($"{text}; there are newer cheats", Tone.Busy)
            : new Styled(text, audit.Result is AuditVerdict.Clean ? Tone.Good : Tone.Bad);
    }
}
