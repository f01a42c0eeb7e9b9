using System.Buffers;
using System.Text.Json;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Agent.Server;

/// <summary>Sends bytes as frames.</summary>
internal static class FrameWriter
{
    private const int ChunkSize = 256 * 1024;

    /// <summary>Sends what <paramref name="read"/> gives until it gives nothing; an error of it goes in a last frame.</summary>
    public static async Task SendAsync(Stream stream, Func<Memory<byte>, CancellationToken, ValueTask<int>> read)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Wire.HeaderLength + ChunkSize);
        try
        {
            for (int length; (length = await read(buffer.AsMemory(Wire.HeaderLength, ChunkSize), CancellationToken.None)) > 0;)
            {
                Wire.WriteHeader(buffer, FrameType.Output, length);
                await stream.WriteAsync(buffer.AsMemory(0, Wire.HeaderLength + length));
            }

            await Wire.WriteFrameAsync(stream, FrameType.End, default, CancellationToken.None);
        }
        catch (AgentException e)
        {
            var reply = JsonSerializer.SerializeToUtf8Bytes(new AgentReply { Code = e.Code, Message = e.Message }, AgentJson.Default.AgentReply);
            await Wire.WriteFrameAsync(stream, FrameType.Error, reply, CancellationToken.None);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
