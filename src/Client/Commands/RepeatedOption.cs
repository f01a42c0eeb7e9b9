using System.CommandLine;
using System.CommandLine.Completions;

namespace BenchCluster.Client.Commands;

/// <summary>Something that may be given several times.</summary>
internal class RepeatedOption : Option<string[]>
{
    public RepeatedOption(string name, string description, params string[] aliases)
        : base(name, aliases)
    {
        Description = description;
        CompletionSources.Add(Siblings);
    }

    /// <summary>
    /// What the command offers. After a value the library completes only further values of the same option, for it could
    /// take more.
    /// </summary>
    public static IEnumerable<CompletionItem> Siblings(CompletionContext context) =>
        context.ParseResult.CommandResult.Command.GetCompletions(context);
}
