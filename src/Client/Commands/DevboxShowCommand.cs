using System.CommandLine;
using BenchCluster.Client.Output;
using BenchCluster.Devboxes;
using BenchCluster.Resources;

namespace BenchCluster.Client.Commands;

/// <summary><c>bench devbox show ID</c>.</summary>
internal sealed class DevboxShowCommand : BenchCommand
{
    private readonly Argument<string> _devbox = IdArgument.One(ResourceKind.Devbox);
    private readonly JsonOption _json = new();

    public DevboxShowCommand(CommandContext context)
        : base("show", "Show a devbox and the states it has been in.", context)
    {
        Arguments.Add(_devbox);
        Options.Add(_json);
    }

    public override IReadOnlyList<string> Examples { get; } = ["devbox show dbx_06cny4s0000000000000000000"];

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var devbox = await Client.Devboxes.GetAsync(arguments.GetRequiredValue(_devbox), cancellationToken);
        if (arguments.GetValue(_json))
        {
            Terminal.WriteJson(devbox);
            return ExitStatus.Done;
        }

        Terminal.Out.Write(Details(devbox));
        Terminal.Out.WriteLine();
        var states = new Listing("STATE", "ENTERED");
        foreach (var transition in devbox.StateTransitions)
            states.Add(DevboxListCommand.Status(transition.Status), Durations.Age(transition.TransitionTimeMs, Context.Time));
        Terminal.Out.Write(states);
        return ExitStatus.Done;
    }

    private Listing Details(DevboxView devbox)
    {
        var launch = devbox.LaunchParameters;
        var size = launch.ResourceSizeRequest is ResourceSize.Custom
            ? $"{launch.CustomCpuCores} CPUs, {launch.CustomGbMemory} GiB memory, {launch.CustomDiskSize} GiB disk"
            : launch.ResourceSizeRequest is { } named ? WireJson.NameOf(named).ToLowerInvariant() : "";
        var details = Listing.Details()
            .AddDetail("id", devbox.Id).AddDetail("name", devbox.Name).AddDetail("status", DevboxListCommand.Status(devbox.Status))
            .AddDetail("blueprint", devbox.BlueprintId).AddDetail("size", size)
            .AddDetail("kept alive", launch.KeepAliveTimeSeconds is { } seconds ? Durations.Short(TimeSpan.FromSeconds(seconds)) : "")
            .AddDetail("created", Durations.Age(devbox.CreateTimeMs, Context.Time))
            .AddDetail("ended", devbox.EndTimeMs is { } end ? Durations.Age(end, Context.Time) : "")
            .AddDetail("made by", devbox.InitiatorId ?? devbox.InitiatorType)
            .AddDetail("failure", devbox.FailureMessage is { } failure ? new Styled(failure, Tone.Bad) : "")
            .AddDetail("shut down by", devbox.ShutdownReason is { } reason ? WireJson.NameOf(reason) : "");
        foreach (var (key, value) in devbox.Metadata)
            details.AddDetail(key, value);
        return details;
    }
}
