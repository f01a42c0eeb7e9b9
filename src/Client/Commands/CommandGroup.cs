using System.CommandLine;
using System.CommandLine.Help;

namespace BenchCluster.Client.Commands;

/// <summary>A noun with verbs. Alone it says which verbs there are.</summary>
internal sealed class CommandGroup : BenchCommand
{
    public CommandGroup(string name, string description, CommandContext context, params BenchCommand[] verbs)
        : base(name, description, context)
    {
        foreach (var verb in verbs)
            Add(verb);
        Examples = [.. verbs.Select(verb => verb.Examples[0])];
    }

    public override IReadOnlyList<string> Examples { get; }

    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        arguments.InvocationConfiguration.Output = arguments.InvocationConfiguration.Error;
        new ExampleHelp(new HelpAction()).Invoke(arguments);
        return Task.FromResult(ExitStatus.WrongUsage);
    }
}
