using System.CommandLine;
using BenchCluster.Client.Output;
using BenchCluster.Devboxes;
using BenchCluster.Resources;

namespace BenchCluster.Client.Commands;

/// <summary><c>bench devbox create</c>.</summary>
internal sealed class DevboxCreateCommand : BenchCommand
{
    private readonly Option<string?> _name = new("--name") { Description = "A name, for people." };
    private readonly Option<string?> _image = new("--image") { Description = "An image that the node has or can pull." };
    private readonly Option<string?> _blueprint = new("--blueprint") { Description = "A blueprint's id.", HelpName = "ID" };

    private readonly Option<string?> _blueprintName =
        new("--blueprint-name") { Description = "A blueprint's name; its newest build.", HelpName = "NAME" };

    private readonly ChoiceOption<ResourceSize> _size = new("--size", "How large it is.", ResourceSize.Custom);
    private readonly NumberOption<double> _cpus = new("--cpus", "Cores, instead of a size: 0.5, 1, 2, 4 … 16.", least: 0.5, most: 16);
    private readonly NumberOption<double> _memory = new("--memory", "GiB of memory, instead of a size: 1, 2, 4 … 64.", least: 1, most: 64);
    private readonly NumberOption<double> _disk = new("--disk", "GiB of disk, instead of a size: 2, 4 … 64.", least: 2, most: 64);
    private readonly PairsOption _variables = new("--env", "A variable of every command's environment.");
    private readonly PairsOption _metadata = new("--metadata", "A label of your own.");

    private readonly NumberOption<long> _keepAlive =
        new("--keep-alive", "Seconds after which it is shut down; default 3600.", least: 1, most: 172_800);

    private readonly FlagOption _noWait = new("--no-wait", "Do not wait until it runs.");
    private readonly JsonOption _json = new();

    public DevboxCreateCommand(CommandContext context)
        : base("create", "Create a devbox and print its id.", context)
    {
        Option[] options =
        [
            _name, _image, _blueprint, _blueprintName, _size, _cpus, _memory, _disk, _variables, _metadata, _keepAlive, _noWait, _json,
        ];
        foreach (var option in options)
            Options.Add(option);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "devbox create",
        "devbox create --image python:3.12-slim --cpus 2 --memory 4 --env DEBUG=1",
        "devbox create --blueprint-name harbor-hello-world --size medium --keep-alive 7200 --json",
    ];

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var isJson = arguments.GetValue(_json);
        var devbox = await Client.Devboxes.CreateAsync(RequestOf(arguments), cancellationToken);
        // At once: who interrupts the wait still wants to know which devbox there is now.
        if (isJson)
            Terminal.WriteNotice($"created {devbox.Id}");
        else
            Terminal.Out.WriteLine(devbox.Id);
        if (!arguments.GetValue(_noWait))
            devbox = await StartedAsync(devbox.Id, cancellationToken);
        if (isJson)
            Terminal.WriteJson(devbox);
        if (devbox.Status is not (DevboxStatus.Failure or DevboxStatus.Shutdown))
            return ExitStatus.Done;
        Terminal.WriteError($"{devbox.Id} did not start: {devbox.FailureMessage ?? WireJson.NameOf(devbox.Status)}");
        return ExitStatus.Failed;
    }

    private DevboxCreateRequest RequestOf(ParseResult arguments)
    {
        var request = new DevboxCreateRequest
        {
            Name = arguments.GetValue(_name),
            Image = arguments.GetValue(_image),
            BlueprintId = arguments.GetValue(_blueprint),
            BlueprintName = arguments.GetValue(_blueprintName),
            EnvironmentVariables = arguments.GetValue(_variables),
            Metadata = arguments.GetValue(_metadata),
        };
        if (((string?[])[request.Image, request.BlueprintId, request.BlueprintName]).Count(source => source is not null) > 1)
            throw new UsageException("--image, --blueprint and --blueprint-name: a devbox is made of one of them.");

        var size = arguments.GetValue(_size);
        var (cpus, memory, disk) = (arguments.GetValue(_cpus), arguments.GetValue(_memory), arguments.GetValue(_disk));
        var isCustom = cpus is not null || memory is not null || disk is not null;
        if (isCustom && size is not null)
            throw new UsageException("--size and --cpus, --memory, --disk: a devbox has one size.");
        var launch = new LaunchParameters
        {
            ResourceSizeRequest = isCustom ? ResourceSize.Custom : size,
            CustomCpuCores = cpus,
            CustomGbMemory = memory,
            CustomDiskSize = disk,
            KeepAliveTimeSeconds = arguments.GetValue(_keepAlive),
        };
        return launch == new LaunchParameters() ? request : request with { LaunchParameters = launch };
    }

    private async Task<DevboxView> StartedAsync(string id, CancellationToken cancellationToken)
    {
        var patience = new Patience(Context.Time);
        var start = Context.Time.GetTimestamp();
        var waiting = patience.AskAsync(cancellation => Client.Devboxes.WaitUntilSettledAsync(id, cancellation), cancellationToken);
        await Terminal.Error.ShowAsync(
            () => new ProgressFrame(
                [], [$"starting  {Durations.Short(Context.Time.GetElapsedTime(start))}"], patience.IsAway ? PollPauses.AwayNotice : null),
            waiting, Context.Time);
        return await waiting;
    }
}
