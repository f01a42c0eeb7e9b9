using System.CommandLine;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using BenchCluster.Client.Devboxes;
using BenchCluster.Client.Output;
using BenchCluster.Resources;

namespace BenchCluster.Client.Commands;

/// <summary><c>bench devbox shell ID</c>.</summary>
internal sealed class DevboxShellCommand : BenchCommand
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz0123456789";

    private readonly Argument<string> _devbox = IdArgument.One(ResourceKind.Devbox);

    private readonly Option<string?> _session = new("--session")
    {
        Description = "A session's name; one that is there goes on. Default a new one.",
        HelpName = "NAME",
    };

    public DevboxShellCommand(CommandContext context)
        : base("shell", "Work in a devbox: an interactive shell on this terminal. Its exit status is the shell's; ~. at the beginning of a line leaves it running.", context)
    {
        Arguments.Add(_devbox);
        Options.Add(_session);
    }

    public override IReadOnlyList<string> Examples { get; } =
        ["devbox shell dbx_06cny4s0000000000000000000", "devbox shell dbx_06cny4s0000000000000000000 --session main"];

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var devbox = arguments.GetRequiredValue(_devbox);
        var name = arguments.GetValue(_session) ?? $"shell-{RandomNumberGenerator.GetString(Letters, 8)}";
        if (!Terminal.IsInteractive)
            throw new CommandException("A shell needs a terminal, and input or output is none here. For scripts there is 'bench devbox exec'.");
        var tunnel = await Client.Pty.CreateTunnelAsync(devbox, cancellationToken);
        using var session = new ShellSession(Client.Pty, Context.Time, tunnel, name) { Size = () => RawTerminal.Size, AwayChanged = SayAway };
        var status = await AttachedAsync(session);
        if (status is null)
            Terminal.WriteNotice($"left; to come back: bench devbox shell {devbox} --session {name}");
        return status ?? ExitStatus.Done;
    }

    private async Task<int?> AttachedAsync(ShellSession session)
    {
        using var raw = RawTerminal.Open() ?? throw new CommandException("The terminal does not let its settings be changed.");
        using var resized = PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => Task.Run(session.ResizeAsync));
        using var hungUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            session.Leave();
        });
        Context.Interrupts.Take(() =>
        {
            session.Leave();
            return true;
        });
        // On a thread of its own: reading a terminal cannot be canceled, and must not hold the exit up.
        _ = Task.Run(() => session.TypeAsync(RawTerminal.OpenInput()));
        var status = await session.RunAsync(Terminal.OpenOutput(), CancellationToken.None);
        if (status is null)
            SayRaw("");
        return status;
    }

    private void SayAway(bool isAway) => SayRaw(isAway ? "connection lost; trying again… (~. leaves)" : "connected again");

    /// <summary>On a raw terminal a line has to be begun by hand, and what is on the present one is the devbox's.</summary>
    private void SayRaw(string text)
    {
        var error = Terminal.OpenError();
        error.Write(Encoding.UTF8.GetBytes($"\r\n{text}\r\n"));
        error.Flush();
    }
}
