using System.CommandLine;
using BenchCluster.BenchmarkJobs;
using BenchCluster.Benchmarks;
using BenchCluster.Client.Audits;
using BenchCluster.Client.BenchmarkJobs;
using BenchCluster.Client.Output;

namespace BenchCluster.Client.Commands;

/// <summary><c>bench audit NAME</c>.</summary>
internal sealed class AuditCommand : BenchCommand
{
    private const int DefaultConcurrency = 4;
    private const double DefaultTimeout = 60;

    private readonly SubjectArgument _subject = new() { Arity = ArgumentArity.ZeroOrOne };

    private readonly Option<string?> _cheats = new("--cheats") { Description = "Only these cheats, separated by commas; nothing is recorded then.", HelpName = "A,B" };

    private readonly FlagOption _list = new("--list", "List the cheats that are shipped.");

    private readonly NumberOption<int> _concurrency =
        new("--concurrency", $"How many scenario runs go on at once; default {DefaultConcurrency}.", least: 1, most: null, "-n");

    private readonly NumberOption<double> _timeout =
        new("--timeout", $"Seconds that a cheat has for a scenario; default {DefaultTimeout}.", least: 1);

    private readonly JsonOption _json = new();

    public AuditCommand(CommandContext context)
        : base("audit", "Try generic cheats on scenarios, and list those that score more by cheating than by doing nothing.", context)
    {
        Arguments.Add(_subject);
        foreach (var option in (Option[])[_cheats, _list, _concurrency, _timeout, _json])
            Options.Add(option);
        _cheats.CompletionSources.Add([.. CheatCatalogue.All.Select(cheat => cheat.Name)]);
    }

    public override IReadOnlyList<string> Examples { get; } =
        ["audit --list", "audit tasks -n 8", "audit tasks --cheats reward-files,pytest-hooks --json", "audit scn_06cny4s0000000000000000000"];

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var isJson = arguments.GetValue(_json);
        var cheats = Chosen(arguments.GetValue(_cheats));
        if (arguments.GetValue(_list))
            return List(cheats, isJson);
        if (arguments.GetValue(_subject) is null)
            throw new UsageException("Required argument 'NAME' missing: expected a benchmark's name or id, or --list.");

        var subject = await _subject.FindAsync(arguments, Client, cancellationToken);
        var job = await new JobFollower(Context).RunAsync(
            "audit", subject, Agents(cheats, arguments.GetValue(_timeout) ?? DefaultTimeout),
            arguments.GetValue(_concurrency) ?? DefaultConcurrency, agent => agent == AuditReport.Nop ? "nothing" : "cheats", cancellationToken);
        var report = AuditReport.Of(subject, job, cheats);
        if (isJson)
            Terminal.WriteJson(report);
        else
            Write(report);
        if (cheats.Count == CheatCatalogue.All.Count && subject.Benchmark is { } benchmark)
            await RecordAsync(benchmark.Id, report, subject, cancellationToken);
        return report.Verdict is AuditVerdict.Clean ? ExitStatus.Done : ExitStatus.Failed;
    }

    private static IReadOnlyList<Cheat> Chosen(string? names)
    {
        if (names is null)
            return CheatCatalogue.All;
        var all = CheatCatalogue.All.ToDictionary(cheat => cheat.Name);
        var chosen = names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (chosen.FirstOrDefault(name => !all.ContainsKey(name)) is { } unknown)
            throw new UsageException($"--cheats: there is no cheat '{unknown}'; 'bench audit --list' shows those there are.");
        return chosen.Length > 0 ? [.. chosen.Distinct().Select(name => all[name])] : throw new UsageException("--cheats: expected names of cheats, found nothing.");
    }

    /// <summary>Doing nothing is tried twice: a score that is different every time says nothing.</summary>
    private static IReadOnlyList<JobAgentConfig> Agents(IReadOnlyList<Cheat> cheats, double timeout) =>
    [
        new() { Name = AuditReport.Nop },
        .. cheats.Select(cheat => new JobAgentConfig
        {
            Name = AuditReport.Prefix + cheat.Name,
            Kwargs = new Dictionary<string, string> { ["command"] = cheat.Script },
            TimeoutSeconds = timeout,
        }),
        new() { Name = AuditReport.Nop },
    ];

    private int List(IReadOnlyList<Cheat> cheats, bool isJson)
    {
        if (isJson)
            Terminal.WriteJson(cheats);
        else
            Terminal.Out.Write(AuditListings.Catalogue(cheats));
        return ExitStatus.Done;
    }

    private void Write(AuditReport report)
    {
        Terminal.Out.Write(AuditListings.Scenarios(report));
        foreach (var table in (Listing[])[AuditListings.Evidence(report), AuditListings.Problems(report)])
        {
            if (table.Rows.Count == 0)
                continue;
            Terminal.Out.WriteLine();
            Terminal.Out.Write(table);
        }

        Terminal.Out.WriteLine();
        Terminal.Out.WriteLine(new Styled(report.Name, Tone.Strong), ": ", AuditListings.Summary(report));
    }

    /// <summary>Says in the benchmark's metadata how the audit came out; what else is there stays.</summary>
    private async Task RecordAsync(string benchmarkId, AuditReport report, JobSubject subject, CancellationToken cancellationToken)
    {
        var now = await Client.Benchmarks.GetAsync(benchmarkId, cancellationToken);
        var record = AuditRecord.Of(report, subject, Context.Time.GetUtcNow());
        await Client.Benchmarks.UpdateAsync(benchmarkId, new BenchmarkUpdateRequest { Metadata = record.Over(now.Metadata) }, cancellationToken);
        Terminal.WriteNotice($"recorded in the metadata of {benchmarkId}");
    }
}
