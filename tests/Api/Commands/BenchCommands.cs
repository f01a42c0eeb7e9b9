using System.Text;
using System.Text.Json;
using BenchCluster.Client;
using BenchCluster.Client.Commands;
using BenchCluster.Client.Output;
using BenchCluster.Tests.Silos;

namespace BenchCluster.Tests.Commands;

/// <summary>The command line against a real silo.</summary>
internal static class BenchCommands
{
    /// <summary>Carries a command out; its exit status and what it wrote.</summary>
    public static async Task<(int Status, string Out, string Error)> RunAsync(SiloProcess silo, params string[] args)
    {
        var (output, error) = (new MemoryStream(), new MemoryStream());
        await using var outWriter = new StreamWriter(output, new UTF8Encoding(false)) { AutoFlush = true };
        await using var errorWriter = new StreamWriter(error, new UTF8Encoding(false)) { AutoFlush = true };
        using var interrupts = new Interrupts();
        using var context = new CommandContext(
            new Terminal(() => new PlainScreen(outWriter), () => new PlainScreen(errorWriter), () => output, () => error, () => Stream.Null),
            interrupts, TimeProvider.System, _ => null,
            () => new BenchClient(new BenchClientOptions { BaseUrl = silo.BaseUrl, ApiKey = silo.ApiKey }));
        var status = await BenchCommandLine.RunAsync(args, context, new() { Output = outWriter, Error = errorWriter });
        return (status, Encoding.UTF8.GetString(output.ToArray()), Encoding.UTF8.GetString(error.ToArray()));
    }

    /// <summary>Carries a command out with <c>--json</c>.</summary>
    public static async Task<(int Status, JsonElement Report)> JsonAsync(SiloProcess silo, params string[] args)
    {
        var (status, text, error) = await RunAsync(silo, [.. args, "--json"]);
        Assert.True(text.Length > 0, error);
        return (status, JsonSerializer.Deserialize<JsonElement>(text));
    }
}
