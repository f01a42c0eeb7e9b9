using System.CommandLine;
using BenchCluster.Blueprints;
using BenchCluster.Client.Output;
using BenchCluster.Client.SweBench;
using BenchCluster.Scoring;

namespace BenchCluster.Client.Commands;

/// <summary><c>bench import swebench FILE</c>.</summary>
internal sealed class ImportSweBenchCommand : BenchCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "The dataset: JSON Lines, a JSON list, or Parquet, with SWE-bench's columns." };

    private readonly Option<string?> _name = new("--name") { Description = "The benchmark's name; default the file's.", HelpName = "NAME" };

    private readonly Option<string?> _spec = new("--spec")
    {
        Description = "A file that says how instances of a repository and version are run: image or Dockerfile, test command, log format. See docs/swebench.md.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _image = new("--image")
    {
        Description = "The images of all instances that --spec says nothing of, with {instance}, {instance_id}, {repo}, {version}; default what a row "
            + "names itself, else swebench/sweb.eval.x86_64.{instance}:latest.",
        HelpName = "TEMPLATE",
    };

    private readonly Option<string?> _dockerfile = new("--dockerfile")
    {
        Description = "A folder with a Dockerfile for all instances that --spec says nothing of; it is told of the instance by the build arguments "
            + "that it declares: INSTANCE_ID, REPO, BASE_COMMIT, VERSION, ENVIRONMENT_SETUP_COMMIT.",
        HelpName = "DIR",
    };

    private readonly RepeatedOption _instances = new("--instance", "Take only this instance; may be given several times.") { HelpName = "ID" };

    private readonly ChoiceOption<ScoreIn> _scoreIn = new("--score-in", "Where work is scored; default image: the repository alone is the agent's.", ScoreIn.Live);

    private readonly FlagOption _noWait = new("--no-wait", "Do not wait until the environments are built.");

    private readonly JsonOption _json = new();

    public ImportSweBenchCommand(CommandContext context)
        : base("swebench", "Make a benchmark of SWE-bench instances, or bring it up to date. What has not changed is left as it is.", context)
    {
        Arguments.Add(_file);
        foreach (var option in (Option[])[_name, _spec, _image, _dockerfile, _instances, _scoreIn, _noWait, _json])
            Options.Add(option);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "import swebench swe-bench-verified.parquet --name verified",
        "import swebench instances.jsonl --spec environments.yaml",
        "import swebench instances.jsonl --image 'mirror.example/sweb.eval.x86_64.{instance}:latest' --instance django__django-11099",
    ];

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var path = arguments.GetRequiredValue(_file);
        var tasks = await ReadAsync(path, arguments, cancellationToken);
        if (tasks.Count == 0)
            throw new CommandException($"There are no instances in '{path}'.");
        var name = arguments.GetValue(_name) ?? Path.GetFileNameWithoutExtension(path);
        var isJson = arguments.GetValue(_json);
        var complete = arguments.GetValue(_instances) is not { Length: > 0 };
        var progress = new SweBenchImportProgress(tasks.Count, Context.Time);
        var import = new SweBenchImporter(Client, arguments.GetValue(_scoreIn) ?? ScoreIn.Image).ImportAsync(name, tasks, complete, progress.Count, cancellationToken);
        await Terminal.Error.ShowAsync(progress.Frame, import, Context.Time);
        var result = await import;
        if (isJson)
            Terminal.WriteJson(result);
        else
            WriteResult(name, result);
        var builds = arguments.GetValue(_noWait) ? [] : await new BuildFollower(Context).FollowAsync([.. result.Instances.Select(row => row.BlueprintId)], cancellationToken);
        var refused = result.Count(SweBenchOutcome.Refused);
        if (refused > 0)
            Terminal.WriteError($"{refused} of {result.Instances.Count} instances refused; the others are imported.");
        return refused > 0 || builds.Any(build => build.Status == BlueprintStatus.Failed) ? ExitStatus.Failed : ExitStatus.Done;
    }

    private async Task<IReadOnlyList<SweBenchTask>> ReadAsync(string path, ParseResult arguments, CancellationToken cancellationToken)
    {
        var (image, folder) = (arguments.GetValue(_image), arguments.GetValue(_dockerfile));
        if (image is not null && folder is not null)
            throw new UsageException("only one of --image and --dockerfile may be given.");
        if (folder is not null && !File.Exists(Path.Combine(folder, "Dockerfile")))
            throw new UsageException($"--dockerfile: there is no file '{Path.Combine(folder, "Dockerfile")}'.");
        try
        {
            List<EnvironmentSpec> specs = arguments.GetValue(_spec) is { } file ? [.. await EnvironmentSpecs.ReadAsync(file, cancellationToken)] : [];
            specs = [.. specs.Select(spec => spec is { Image: null, Dockerfile: null } ? spec with { Image = image, Dockerfile = folder } : spec)];
            specs.Add(new EnvironmentSpec { Image = image, Dockerfile = folder is null ? null : Path.GetFullPath(folder) });
            return await SweBenchDataset.ReadAsync(path, specs, arguments.GetValue(_instances) ?? [], cancellationToken);
        }
        catch (InvalidDataException error)
        {
            throw new CommandException(error.Message);
        }
    }

    private void WriteResult(string name, SweBenchImportResult result)
    {
        Terminal.Out.Write(SweBenchListings.Instances(result));
        var problems = SweBenchListings.Problems(result);
        if (problems.Rows.Count > 0)
        {
            Terminal.Out.WriteLine();
            Terminal.Out.Write(problems);
        }

        var counts = Enum.GetValues<SweBenchOutcome>().Where(outcome => result.Count(outcome) > 0)
            .Select(outcome => $"{result.Count(outcome)} {outcome.ToString().ToLowerInvariant()}");
        var removed = result.Removed > 0 ? $"; {result.Removed} old scenarios removed" : "";
        Terminal.Out.WriteLine();
        Terminal.Out.WriteLine(new Styled(name, Tone.Strong), $" {result.Benchmark?.Id}: {string.Join(", ", counts)}{removed}");
    }
}
