using BenchCluster.Client.Output;

namespace BenchCluster.Client.Commands;

/// <summary>What commands need of the world. The client is made when it is first used: help needs none.</summary>
internal sealed class CommandContext(
    Terminal terminal, Interrupts interrupts, TimeProvider time, Func<string, string?> environment, Func<BenchClient> connect) : IDisposable
{
    private BenchClient? _client;

    public Terminal Terminal => terminal;

    public Interrupts Interrupts => interrupts;

    public TimeProvider Time => time;

    /// <summary>The caller's variables.</summary>
    public Func<string, string?> Environment => environment;

    /// <exception cref="CommandException">The variables say where the server is in a way that cannot be understood.</exception>
    public BenchClient Client => _client ??= Connect();

    public void Dispose() => _client?.Dispose();

    private BenchClient Connect()
    {
        try
        {
            return connect();
        }
        catch (ArgumentException error)
        {
            throw new CommandException(error.Message);
        }
    }
}
