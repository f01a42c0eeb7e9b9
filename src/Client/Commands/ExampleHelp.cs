using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace BenchCluster.Client.Commands;

/// <summary>The library's help, and examples under it.</summary>
internal sealed class ExampleHelp(HelpAction help) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        HideArgumentsOfParents(parseResult);
        help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is BenchCommand { Examples: { Count: > 0 } examples })
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var example in examples)
                output.WriteLine($"  bench {example}");
            output.WriteLine();
        }

        return ExitStatus.Done;
    }

    /// <summary><c>bench run NAME</c> has verbs too, and NAME is not theirs.</summary>
    private static void HideArgumentsOfParents(ParseResult parseResult)
    {
        foreach (var parent in parseResult.CommandResult.Command.Parents.OfType<Command>())
        {
            foreach (var argument in parent.Arguments)
                argument.Hidden = true;
        }
    }
}
