using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace BenchCluster.Client.Commands;

/// <summary>The whole command line: what there is, and what becomes of errors.</summary>
internal static class BenchCommandLine
{
    /// <summary>An argument that begins with <c>@</c> is itself, not the name of a file with more arguments.</summary>
    private static readonly ParserConfiguration Parser = new() { ResponseFileTokenReplacer = null };

    /// <summary>All commands.</summary>
    public static RootCommand Root(CommandContext context)
    {
        var root = new RootCommand("Evaluates coding agents: scenarios and benchmarks in isolated devboxes.")
        {
            new CommandGroup("import", "Make benchmarks of datasets.", context, new ImportHarborCommand(context)),
            new RunCommand(context),
            new RunsCommand(context),
            new ValidateCommand(context),
            new AuditCommand(context),
            new CompareCommand(context),
            new ExportCommand(context),
            new CommandGroup(
                "devbox", "Isolated Linux containers.", context, new DevboxCreateCommand(context), new DevboxExecCommand(context),
                new DevboxListCommand(context), new DevboxShellCommand(context), new DevboxShowCommand(context), new DevboxShutdownCommand(context)),
            new CommandGroup("benchmark", "Sets of scenarios.", context, new BenchmarkListCommand(context), new BenchmarkShowCommand(context)),
            new CommandGroup("scenario", "Tasks with scorers.", context, new ScenarioListCommand(context), new ScenarioShowCommand(context)),
            new CommandGroup("blueprint", "Images for devboxes.", context, new BlueprintListCommand(context), new BlueprintLogsCommand(context)),
            new CommandGroup("node", "The cluster's machines.", context, new NodeListCommand(context)),
            new CompletionCommand(context),
        };
        root.HelpName = "bench";
        root.Options.Remove(root.Options.OfType<HelpOption>().Single());
        root.Options.Add(new HelpOption("--help", "-h") { Action = new ExampleHelp(new HelpAction()), Description = "Say how it is used." });
        root.SetAction(arguments => new ExampleHelp(new HelpAction()).Invoke(arguments));
        return root;
    }

    /// <summary>Reads and carries out a command line.</summary>
    /// <returns>The process's exit status.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, CommandContext context, InvocationConfiguration? output = null)
    {
        var parsed = Root(context).Parse(args, Parser);
        var errors = parsed.Action is ParseErrorAction ? parsed.Errors.Select(error => error.Message) : Misplaced(parsed);
        if (errors.Distinct().ToList() is { Count: > 0 } wrong)
            return WrongUsage(context, parsed, wrong);
        try
        {
            var invocation = output ?? new InvocationConfiguration();
            invocation.EnableDefaultExceptionHandler = false;
            invocation.ProcessTerminationTimeout = null;
            return await parsed.InvokeAsync(invocation, context.Interrupts.Stop);
        }
        catch (UsageException error)
        {
            return WrongUsage(context, parsed, [error.Message]);
        }
        catch (OperationCanceledException) when (context.Interrupts.Stop.IsCancellationRequested)
        {
            context.Terminal.WriteNotice("interrupted");
            return ExitStatus.Interrupted;
        }
        catch (Exception error) when (error is BenchApiException or CommandException or IOException or UnauthorizedAccessException)
        {
            context.Terminal.WriteError(error.Message);
            return ExitStatus.Failed;
        }
        catch (Exception error)
        {
            context.Terminal.WriteError($"a defect of this program: {error.GetType().Name}: {error.Message}");
            return ExitStatus.Failed;
        }
    }

    private static int WrongUsage(CommandContext context, ParseResult parsed, IEnumerable<string> errors)
    {
        foreach (var error in errors)
            context.Terminal.WriteError(error);
        context.Terminal.Error.WriteLine($"Try '{PathOf(parsed.CommandResult)} --help'.");
        return ExitStatus.WrongUsage;
    }

    /// <summary><c>bench run --json show ID</c>: options and arguments of a parent, which the verb would ignore.</summary>
    private static IEnumerable<string> Misplaced(ParseResult parsed)
    {
        if (parsed.Action is not CommandLineAction || parsed.CommandResult.Command.Action != parsed.Action)
            yield break;
        for (var parent = parsed.CommandResult.Parent as CommandResult; parent is not null; parent = parent.Parent as CommandResult)
        {
            foreach (var given in parent.Children)
            {
                var name = given switch
                {
                    OptionResult { Implicit: false } option => option.Option.Name,
                    ArgumentResult { Tokens: [var token, ..] } => token.Value,
                    _ => null,
                };
                if (name is not null)
                    yield return $"'{name}' has no effect before '{parsed.CommandResult.Command.Name}'.";
            }
        }
    }

    private static string PathOf(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{PathOf(parent)} {command.Command.Name}" : "bench";
}
