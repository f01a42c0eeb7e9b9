using System.Text;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Tests.Sessions;

/// <summary>A client at a session, who remembers all that it was shown.</summary>
internal sealed class Client(SessionConnection connection, CancellationToken deadline) : IAsyncDisposable
{
    private readonly StringBuilder _shown = new();
    private readonly StringBuilder _errors = new();

    public string Shown => _shown.ToString();

    public string Errors => _errors.ToString();

    public ProcessExit? Exit => connection.Exit;

    public Task TypeAsync(string text) => connection.WriteAsync(Encoding.UTF8.GetBytes(text), deadline).AsTask();

    public Task EndInputAsync() => connection.EndInputAsync(deadline);

    /// <summary>Reads until it is shown the text, or the session ends.</summary>
    public async Task SeesAsync(string text)
    {
        while (!Shown.Contains(text, StringComparison.Ordinal))
            Assert.True(await ReadAsync(), $"The session ended without '{text}': {Shown}");
    }

    /// <summary>Reads to the end of the session.</summary>
    public async Task<ProcessExit?> EndAsync()
    {
        while (await ReadAsync())
        {
            // All of it.
        }

        return Exit;
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private async Task<bool> ReadAsync()
    {
        if (await connection.ReadAsync(deadline) is not { } output)
            return false;
        (output.Kind is OutputKind.Stdout ? _shown : _errors).Append(Encoding.UTF8.GetString(output.Bytes.Span));
        return true;
    }
}
