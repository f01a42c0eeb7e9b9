using System.CommandLine;
using System.Text;
using System.Text.Json;
using BenchCluster.Client.BenchmarkRuns;
using BenchCluster.Client.Exports;
using BenchCluster.Resources;

namespace BenchCluster.Client.Commands;

/// <summary><c>bench export ID --format FORMAT</c>.</summary>
internal sealed class ExportCommand : BenchCommand
{
    private static readonly JsonSerializerOptions Indented = new(WireJson.Options) { WriteIndented = true };

    private readonly Argument<string> _id = IdArgument.One(ResourceKind.BenchmarkRun);
    private readonly ChoiceOption<ExportFormat> _format = new("--format", "What to write; default json.");
    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = "The file to write to, or the directory for harbor; default standard output, and 'jobs' for harbor.",
        HelpName = "PATH",
    };

    public ExportCommand(CommandContext context)
        : base("export", "Write a benchmark run as JSON, CSV, JUnit XML or in Harbor's result layout.", context)
    {
        Arguments.Add(_id);
        Options.Add(_format);
        Options.Add(_output);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "export bmr_06cny4s0000000000000000000 --format csv",
        "export bmr_06cny4s0000000000000000000 --format junit -o results.xml",
        "export bmr_06cny4s0000000000000000000 --format harbor -o jobs",
    ];

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var run = await Client.BenchmarkRuns.GetAsync(arguments.GetRequiredValue(_id), cancellationToken);
        IReadOnlyList<RunReport> reports = [await RunReport.FetchAsync(Client, run, cancellationToken)];
        var format = arguments.GetValue(_format) ?? ExportFormat.Json;
        var output = arguments.GetValue(_output);
        if (format is ExportFormat.Harbor)
        {
            foreach (var folder in await HarborExport.WriteAsync(reports, output ?? "jobs", cancellationToken))
                Terminal.Out.WriteLine(folder);
            return ExitStatus.Done;
        }

        await using var stream = output is null ? Terminal.OpenOutput() : File.Create(output);
        switch (format)
        {
            case ExportFormat.Csv:
                await using (var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true))
                    CsvExport.Write(reports, writer);
                break;
            case ExportFormat.Junit:
                JUnitExport.Write(reports, stream);
                stream.Write("\n"u8);
                break;
            default:
                await JsonSerializer.SerializeAsync(stream, reports.Select(ExportedRun.Of), Indented, cancellationToken);
                stream.Write("\n"u8);
                break;
        }

        await stream.FlushAsync(cancellationToken);
        return ExitStatus.Done;
    }
}
