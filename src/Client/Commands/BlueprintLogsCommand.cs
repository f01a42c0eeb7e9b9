using System.CommandLine;
using BenchCluster.Resources;

namespace BenchCluster.Client.Commands;

/// <summary><c>bench blueprint logs ID</c>.</summary>
internal sealed class BlueprintLogsCommand : BenchCommand
{
    private readonly Argument<string> _blueprint = IdArgument.One(ResourceKind.Blueprint);
    private readonly JsonOption _json = new();

    public BlueprintLogsCommand(CommandContext context)
        : base("logs", "Print what a blueprint's build has printed so far.", context)
    {
        Arguments.Add(_blueprint);
        Options.Add(_json);
    }

    public override IReadOnlyList<string> Examples { get; } = ["blueprint logs bpt_06cny4s0000000000000000000"];

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var lines = await Client.Blueprints.LogsAsync(arguments.GetRequiredValue(_blueprint), cancellationToken);
        if (arguments.GetValue(_json))
        {
            Terminal.WriteJson(lines);
            return ExitStatus.Done;
        }

        foreach (var line in lines)
            Terminal.Out.WriteLine(line.Message.TrimEnd());
        return ExitStatus.Done;
    }
}
