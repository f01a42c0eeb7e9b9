using System.Text.Json;
using BenchCluster.Resources;
using Spectre.Console;

namespace BenchCluster.Client.Output;

/// <summary>Standard output for what was asked for; standard error for progress, notices and errors.</summary>
internal sealed class Terminal(Func<IScreen> screen, Func<IScreen> errorScreen, Func<Stream> output, Func<Stream> error, Func<Stream> input)
{
    private static readonly JsonSerializerOptions Json = new(WireJson.Options) { WriteIndented = true };

    private IScreen? _screen;
    private IScreen? _errorScreen;

    /// <summary>What was asked for.</summary>
    public IScreen Out => _screen ??= screen();

    /// <summary>Everything else.</summary>
    public IScreen Error => _errorScreen ??= errorScreen();

    /// <summary>The process's own streams, for what is passed through byte by byte.</summary>
    public Stream OpenOutput() => output();

    /// <inheritdoc cref="OpenOutput"/>
    public Stream OpenError() => error();

    /// <inheritdoc cref="OpenOutput"/>
    public Stream OpenInput() => input();

    /// <summary>Whether a person types and sees: input and output are a terminal.</summary>
    public bool IsInteractive { get; init; }

    /// <summary>The process's streams.</summary>
    public static Terminal OfProcess() => new(
        () => Screen(Console.Out, Console.IsOutputRedirected),
        () => Screen(Console.Error, Console.IsErrorRedirected),
        Console.OpenStandardOutput, Console.OpenStandardError, Console.OpenStandardInput)
    {
        IsInteractive = !Console.IsInputRedirected && !Console.IsOutputRedirected,
    };

    /// <summary>Says what is wrong.</summary>
    public void WriteError(string message) => Error.WriteLine(new Styled("error: ", Tone.Bad), message);

    /// <summary>Says something in passing.</summary>
    public void WriteNotice(string message) => Error.WriteLine(new Styled(message, Tone.Quiet));

    /// <summary>Writes API objects as the API has them, indented.</summary>
    public void WriteJson<T>(T value)
    {
        var stream = OpenOutput();
        JsonSerializer.Serialize(stream, value, Json);
        stream.Write("\n"u8);
        stream.Flush();
    }

    private static IScreen Screen(TextWriter writer, bool isRedirected)
    {
        if (isRedirected || Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb")
            return new PlainScreen(writer);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        return console.Profile.Capabilities.Ansi ? new SpectreScreen(console) : new PlainScreen(writer);
    }
}
