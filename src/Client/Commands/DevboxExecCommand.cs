using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using BenchCluster.Client.Devboxes;
using BenchCluster.Client.Output;
using BenchCluster.Devboxes;
using BenchCluster.Resources;

namespace BenchCluster.Client.Commands;

/// <summary><c>bench devbox exec ID -- COMMAND</c>.</summary>
internal sealed class DevboxExecCommand : BenchCommand
{
    private readonly Argument<string> _devbox = IdArgument.One(ResourceKind.Devbox);

    private readonly Argument<string[]> _command = new("COMMAND")
    {
        Description = "A program and its arguments, or one quoted command line for the devbox's shell.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _shell = new("--shell")
    {
        Description = "A named shell: its commands run one after another and share directory, variables and functions.",
        HelpName = "NAME",
    };

    private readonly FlagOption _input = new("--stdin", "Pass this command's standard input on.", "-i");

    private readonly FlagOption _detach = new("--detach", "Print the execution's id and do not wait.", "-d");

    public DevboxExecCommand(CommandContext context)
        : base("exec", "Run a command in a devbox. Output and exit status are the command's; Ctrl-C interrupts it, a second one kills it.", context)
    {
        Arguments.Add(_devbox);
        Arguments.Add(_command);
        Options.Add(_shell);
        Options.Add(_input);
        Options.Add(_detach);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "devbox exec dbx_06cny4s0000000000000000000 -- ls -la /tmp",
        "devbox exec dbx_06cny4s0000000000000000000 --shell main -- 'cd src && make test'",
        "devbox exec dbx_06cny4s0000000000000000000 --stdin -- sh -c 'cat > notes.txt' < notes.txt",
    ];

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var devbox = arguments.GetRequiredValue(_devbox);
        var hasInput = arguments.GetValue(_input);
        var started = await Client.Executions.StartAsync(
            devbox,
            new ExecuteRequest
            {
                Command = ShellWords.Join(CommandOf(arguments)),
                CommandId = Guid.CreateVersion7(Context.Time.GetUtcNow()).ToString(),
                ShellName = arguments.GetValue(_shell),
                AttachStdin = hasInput ? true : null,
            },
            cancellationToken);
        if (arguments.GetValue(_detach))
        {
            Terminal.Out.WriteLine(started.ExecutionId);
            return ExitStatus.Done;
        }

        var session = new ExecSession(Client, Context.Time, devbox, started.ExecutionId) { AwayChanged = WriteAway };
        Context.Interrupts.Take(new ExecInterrupts(session, Terminal).Take);
        return await FollowAsync(session, hasInput);
    }

    private async Task<int> FollowAsync(ExecSession session, bool hasInput)
    {
        using var end = new CancellationTokenSource();
        var running = session.RunAsync(Terminal.OpenOutput(), Terminal.OpenError(), CancellationToken.None);
        // On a thread of its own: reading a terminal or a pipe cannot be canceled, and must not hold the exit up.
        var feeding = hasInput ? Task.Run(() => session.FeedAsync(Terminal.OpenInput(), end.Token)) : Task.CompletedTask;
        if (await Task.WhenAny(running, feeding) == feeding && feeding.IsFaulted && !running.IsCompleted)
            await GiveUpAsync(session, feeding, running);
        var ended = await running;
        await end.CancelAsync();
        if (ended.EndReason is { } reason)
            Terminal.WriteNotice($"ended: {reason}");
        return ended.ExitStatus ?? ExitStatus.Failed;
    }

    /// <summary>A command whose input cannot be passed on would wait for it for good.</summary>
    private static async Task GiveUpAsync(ExecSession session, Task feeding, Task running)
    {
        try
        {
            await feeding;
        }
        catch (DecoderFallbackException)
        {
            await session.KillAsync(CancellationToken.None);
            throw new CommandException("Standard input is not UTF-8 text, which is all that can be passed on; the command was killed.");
        }
        catch (BenchApiException error) when (!error.IsUnavailable)
        {
            await running; // The command has ended, or closed its input: what it exits with is what counts.
        }
        catch (BenchApiException error)
        {
            throw new CommandException($"{error.Message} Standard input could not be passed on; the command may still run.");
        }
    }

    private void WriteAway(bool isAway) => Terminal.WriteNotice(isAway ? PollPauses.AwayNotice : "going on");

    /// <summary>The words of the command; a mistyped option must not become one of them.</summary>
    private string[] CommandOf(ParseResult arguments)
    {
        var words = arguments.GetRequiredValue(_command);
        var afterSeparator = arguments.Tokens.SkipWhile(token => token.Type != TokenType.DoubleDash).Skip(1).Count();
        return words.SkipLast(afterSeparator).Any(word => word.StartsWith('-'))
            ? throw new UsageException("Put -- before the command: bench devbox exec ID -- COMMAND.")
            : words;
    }
}
