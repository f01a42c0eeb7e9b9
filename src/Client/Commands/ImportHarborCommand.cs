using System.CommandLine;
using BenchCluster.Blueprints;
using BenchCluster.Client.Harbor;
using BenchCluster.Client.Output;

namespace BenchCluster.Client.Commands;

/// <summary><c>bench import harbor DIR</c>.</summary>
internal sealed class ImportHarborCommand : BenchCommand
{
    private readonly Argument<string> _folder = new("DIR")
    {
        Description = "A folder of task folders, or the folder of one task (which is added to the benchmark, or replaced in it).",
    };

    private readonly Option<string?> _name = new("--name") { Description = "The benchmark's name; default the folder's.", HelpName = "NAME" };

    private readonly FlagOption _noWait = new("--no-wait", "Do not wait until the environments are built.");

    private readonly JsonOption _json = new();

    public ImportHarborCommand(CommandContext context)
        : base("harbor", "Make a benchmark of Harbor tasks, or bring it up to date. What has not changed is left as it is.", context)
    {
        Arguments.Add(_folder);
        Options.Add(_name);
        Options.Add(_noWait);
        Options.Add(_json);
    }

    public override IReadOnlyList<string> Examples { get; } =
        ["import harbor tasks", "import harbor ~/terminal-bench-2 --name tb2 --no-wait", "import harbor tasks/hello-world --name tasks"];

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(arguments.GetRequiredValue(_folder)));
        var name = arguments.GetValue(_name) ?? Path.GetFileName(path);
        var folders = await HarborDataset.ReadAsync(path, Context.Environment, cancellationToken);
        if (folders.Count == 0)
            throw new CommandException($"There are no tasks in '{path}': a task is a folder with a {HarborTaskReader.ConfigFile}.");

        var isJson = arguments.GetValue(_json);
        var result = await ImportAsync(name, folders, HarborDataset.IsTask(path), cancellationToken);
        if (!isJson)
            WriteResult(name, result);
        var builds = arguments.GetValue(_noWait) ? [] : await new BuildFollower(Context).FollowAsync([.. result.Tasks.Select(task => task.BlueprintId)], cancellationToken);
        if (isJson)
            Terminal.WriteJson(HarborImportReport.Of(result, builds));
        return Verdict(result, builds);
    }

    private async Task<HarborImportResult> ImportAsync(
        string name, IReadOnlyList<HarborFolder> folders, bool isSingle, CancellationToken cancellationToken)
    {
        var progress = new HarborImportProgress(folders.Count, Context.Time);
        var import = new HarborImporter(Client).ImportAsync(name, folders, complete: !isSingle, progress.Count, cancellationToken);
        await Terminal.Error.ShowAsync(progress.Frame, import, Context.Time);
        return await import;
    }

    private void WriteResult(string name, HarborImportResult result)
    {
        Terminal.Out.Write(HarborListings.Tasks(result));
        var problems = HarborListings.Problems(result.Tasks.Select(task => task.Folder));
        if (problems.Rows.Count > 0)
        {
            Terminal.Out.WriteLine();
            Terminal.Out.Write(problems);
        }

        var counts = Enum.GetValues<HarborOutcome>().Where(outcome => result.Count(outcome) > 0)
            .Select(outcome => $"{result.Count(outcome)} {outcome.ToString().ToLowerInvariant()}");
        var removed = result.Removed > 0 ? $"; {result.Removed} old scenarios removed" : "";
        Terminal.Out.WriteLine();
        Terminal.Out.WriteLine(new Styled(name, Tone.Strong), $" {result.Benchmark?.Id}: {string.Join(", ", counts)}{removed}");
    }

    private int Verdict(HarborImportResult result, IReadOnlyList<BlueprintView> builds)
    {
        var refused = result.Count(HarborOutcome.Refused);
        if (refused > 0)
            Terminal.WriteError($"{refused} of {result.Tasks.Count} tasks refused; the others are imported.");
        return refused > 0 || builds.Any(build => build.Status == BlueprintStatus.Failed) ? ExitStatus.Failed : ExitStatus.Done;
    }
}
