using System.Text.Json;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Agent.Sessions;

/// <summary>Carries a session's input and output between it and a client, as long as both are there.</summary>
internal sealed class SessionRelay(Session session, Stream stream, WireReader reader) : IDisposable
{
    private const int ChunkSize = 64 * 1024;

    /// <summary>What is left of a session that was closed gets this long to end, so that its end can be told.</summary>
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _gone = new();
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Goes on until the session has ended and that is told, or the client has gone.</summary>
    /// <param name="take">Takes what the client sends, and null at the end of it; false to send the client away.</param>
    /// <returns>Whether the client heard the end.</returns>
    public async Task<bool> RunAsync(Func<ReadOnlyMemory<byte>?, Task<bool>> take)
    {
        foreach (var output in session.Outputs)
            output.SetReader(true);
        try
        {
            _ = UpAsync(take);
            await DownAsync();
            return true;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            return false;
        }
        finally
        {
            foreach (var output in session.Outputs)
                output.SetReader(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _gone.Dispose();
        _turn.Dispose();
    }

    /// <summary>Reads to the end of the connection, also when nothing more is taken: that end has to be noticed.</summary>
    private async Task UpAsync(Func<ReadOnlyMemory<byte>?, Task<bool>> take)
    {
        try
        {
            while (await reader.ReadFrameAsync(CancellationToken.None) is { } frame)
            {
                ReadOnlyMemory<byte>? bytes = frame.Type is FrameType.End ? default(ReadOnlyMemory<byte>?) : frame.Payload;
                if (!await take(bytes))
                    break;
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException or ObjectDisposedException)
        {
            // It is gone, or speaks no protocol.
        }

        try
        {
            await _gone.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // The session's end came first.
        }
    }

    private async Task DownAsync()
    {
        await Task.WhenAll(session.Outputs.Select((output, index) => SendAsync(output, index == 0 ? FrameType.Output : FrameType.ErrorOutput)));
        await Task.WhenAny(session.End, Task.Delay(EndsWithin, _gone.Token));
        var exit = session.End.IsCompletedSuccessfully ? await session.End : null;
        var result = JsonSerializer.SerializeToUtf8Bytes(new AgentReply { Exit = exit }, AgentJson.Default.AgentReply);
        await Wire.WriteFrameAsync(stream, FrameType.Result, result, _gone.Token);
        await Wire.WriteFrameAsync(stream, FrameType.End, default, _gone.Token);
    }

    private async Task SendAsync(FlowBuffer output, FrameType type)
    {
        var buffer = new byte[Wire.HeaderLength + ChunkSize];
        for (int read; (read = await output.ReadAsync(buffer.AsMemory(Wire.HeaderLength), _gone.Token)) > 0;)
        {
            Wire.WriteHeader(buffer, type, read);
            await _turn.WaitAsync(_gone.Token);
            try
            {
                await stream.WriteAsync(buffer.AsMemory(0, Wire.HeaderLength + read), _gone.Token);
            }
            finally
            {
                _turn.Release();
            }
        }
    }
}
