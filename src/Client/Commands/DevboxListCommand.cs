using System.CommandLine;
using BenchCluster.Client.Output;
using BenchCluster.Devboxes;
using BenchCluster.Resources;

namespace BenchCluster.Client.Commands;

/// <summary><c>bench devbox list</c>.</summary>
internal sealed class DevboxListCommand : ListCommand<DevboxView>
{
    private readonly ChoiceOption<DevboxStatus> _status = new("--status", "Only those in this state.");

    public DevboxListCommand(CommandContext context)
        : base("list", "List devboxes.", context) => Options.Add(_status);

    public override IReadOnlyList<string> Examples { get; } = ["devbox list", "devbox list --status running --json"];

    /// <summary>A state in its colour.</summary>
    public static Styled Status(DevboxStatus status) => new(WireJson.NameOf(status), status switch
    {
        DevboxStatus.Running => Tone.Good,
        DevboxStatus.Failure => Tone.Bad,
        DevboxStatus.Shutdown or DevboxStatus.Suspended => Tone.Quiet,
        _ => Tone.Busy,
    });

    protected override IAsyncEnumerable<DevboxView> ItemsAsync(ParseResult arguments, int max, CancellationToken cancellationToken) =>
        Client.Devboxes.ListAsync(arguments.GetValue(_status), max, cancellationToken);

    protected override Task<Listing> TableAsync(IReadOnlyList<DevboxView> items, CancellationToken cancellationToken)
    {
        var table = new Listing("ID", "NAME", "STATUS", "CREATED", "MADE BY", "FAILURE") { Empty = "There are no devboxes." };
        foreach (var devbox in items)
        {
            table.Add(
                devbox.Id, devbox.Name, Status(devbox.Status), Durations.Age(devbox.CreateTimeMs, Context.Time),
                devbox.InitiatorId ?? devbox.InitiatorType, devbox.FailureMessage ?? "");
        }

        return Task.FromResult(table);
    }
}
