using System.CommandLine;

namespace BenchCluster.Client.Commands;

/// <summary><c>bench completion SHELL</c>.</summary>
internal sealed class CompletionCommand : BenchCommand
{
    private readonly Argument<string> _shell = new("SHELL") { Description = "bash, zsh or fish." };

    public CompletionCommand(CommandContext context)
        : base("completion", "Print a script that completes commands and options in a shell.", context)
    {
        _shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        Arguments.Add(_shell);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "completion bash > ~/.local/share/bash-completion/completions/bench",
        "completion zsh > ~/.zfunc/_bench",
        "completion fish > ~/.config/fish/completions/bench.fish",
    ];

    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        Terminal.Out.WriteLine(arguments.GetRequiredValue(_shell) switch
        {
            "bash" => CompletionScripts.Bash,
            "zsh" => CompletionScripts.Zsh,
            _ => CompletionScripts.Fish,
        });
        return Task.FromResult(ExitStatus.Done);
    }
}
