using System.Text;
using BenchCluster.Client;
using BenchCluster.Client.Commands;
using BenchCluster.Client.Output;
using BenchCluster.Tests.Api;

namespace BenchCluster.Tests.Commands;

/// <summary>The command line in memory, against a fake server.</summary>
internal sealed class BenchProcess(FakeServer server) : IDisposable
{
    private readonly MemoryStream _output = new();
    private readonly MemoryStream _error = new();

    public Interrupts Interrupts { get; } = new();

    public Stream Input { get; init; } = new MemoryStream();

    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>Standard output.</summary>
    public string Out => Encoding.UTF8.GetString(_output.ToArray());

    /// <summary>Standard error.</summary>
    public string Error => Encoding.UTF8.GetString(_error.ToArray());

    /// <summary>Runs a command line to its end.</summary>
    public async Task<int> RunAsync(params string[] args)
    {
        await using var output = new StreamWriter(_output, new UTF8Encoding(false), leaveOpen: true) { AutoFlush = true };
        await using var error = new StreamWriter(_error, new UTF8Encoding(false), leaveOpen: true) { AutoFlush = true };
        var terminal = new Terminal(
            () => new PlainScreen(output), () => new PlainScreen(error), () => _output, () => _error, () => Input);
        using var context = new CommandContext(
            terminal, Interrupts, new InstantTime(), name => Environment.GetValueOrDefault(name),
            () => new BenchClient(new BenchClientOptions { BaseUrl = new Uri("http://fake.test"), ApiKey = "key" }, server));
        return await BenchCommandLine.RunAsync(args, context, new() { Output = output, Error = error });
    }

    /// <summary>Runs a command line that is written as in the help.</summary>
    public Task<int> RunLineAsync(string line) =>
        RunAsync([.. System.CommandLine.Parsing.CommandLineParser.SplitCommandLine(line)]);

    public void Dispose()
    {
        Interrupts.Dispose();
        _output.Dispose();
        _error.Dispose();
    }
}
