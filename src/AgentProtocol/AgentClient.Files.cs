using System.Buffers;
using System.Net.Sockets;
using System.Text.Json;

namespace BenchCluster.AgentProtocol;

/// <content>Files, and other content of any length.</content>
public sealed partial class AgentClient
{
    /// <summary>Writes a file, with the directories above it; a plain file is replaced whole or not at all.</summary>
    /// <exception cref="AgentException"><see cref="AgentErrorCode.Invalid"/>, too: the content could not be read to its end.</exception>
    public async Task WriteFileAsync(FileTarget file, Stream content, CancellationToken cancellationToken)
    {
        var start = ArrayPool<byte>.Shared.Rent(LargeFiles.Threshold);
        try
        {
            var length = await LargeFiles.ReadStartAsync(content, start, cancellationToken);
            var isSmall = length < LargeFiles.Threshold;
            if (isSmall || !await TryFillFileAsync(file, start, length, content, cancellationToken))
            {
                var begun = new ReadOnlyMemoryStream(start.AsMemory(0, length));
                await SendContentAsync(
                    new AgentRequest { Operation = Operation.WriteFile, File = file }, isSmall ? [begun] : [begun, content], cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(start);
        }
    }

    /// <summary>Unpacks a tar, gzipped or not, into a directory.</summary>
    public Task UnpackAsync(FileTarget directory, Stream tar, CancellationToken cancellationToken) =>
        SendContentAsync(new AgentRequest { Operation = Operation.Unpack, File = directory }, [tar], cancellationToken);

    /// <summary>Opens a file for reading; the stream owns the connection. A large plain file is a <see cref="FileStream"/>.</summary>
    public async Task<Stream> OpenReadAsync(FileTarget file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        var connection = await ConnectAsync(cancellationToken);
        try
        {
            var request = new AgentRequest { Operation = Operation.ReadFile, File = file with { HandOver = true } };
            await Wire.WriteHeadAsync(connection, request, AgentJson.Default.AgentRequest, cancellationToken);
            var (reply, handed, reader) = await LargeFiles.ReceiveAsync(connection, cancellationToken);
            Check(reply);
            if (handed is null)
                return new FrameReadStream(reader, connection);
            await connection.DisposeAsync();
            return new FileStream(handed, FileAccess.Read, bufferSize: 0) { Position = file.Offset };
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Fills a file that the agent hands over; false where it is of an age that knows nothing of that.</summary>
    private async Task<bool> TryFillFileAsync(FileTarget file, byte[] start, int length, Stream rest, CancellationToken cancellationToken)
    {
        await using var connection = await ConnectAsync(cancellationToken);
        var request = new AgentRequest { Operation = Operation.FillFile, File = file };
        await Wire.WriteHeadAsync(connection, request, AgentJson.Default.AgentRequest, cancellationToken);
        var (reply, handed, reader) = await LargeFiles.ReceiveAsync(connection, cancellationToken);
        Stream[] content = [new ReadOnlyMemoryStream(start.AsMemory(0, length)), rest];
        AgentException? failure = null;
        using (handed)
        {
            // Whatever else is invalid is so for frames, too.
            if (reply is { Code: AgentErrorCode.Invalid })
                return false;
            Check(reply);
            if (handed is not null)
            {
                failure = await LargeFiles.FillAsync(handed, file, content, cancellationToken);
                content = [];
            }
        }

        var answer = reader.ReadHeadAsync(AgentJson.Default.AgentReply, cancellationToken);
        if (failure is null)
            await SendFramesAsync(connection, answer, content, cancellationToken);
        else
            await SendFailureAsync(connection, failure, cancellationToken);
        Check(await answer);
        return true;
    }

    private async Task SendContentAsync(AgentRequest request, Stream[] content, CancellationToken cancellationToken)
    {
        await using var connection = await ConnectAsync(cancellationToken);
        var reader = await SendAsync(connection, request, cancellationToken);
        // An agent that refuses answers at once and reads no further: then its answer counts, not the broken pipe.
        var answer = reader.ReadHeadAsync(AgentJson.Default.AgentReply, cancellationToken);
        await SendFramesAsync(connection, answer, content, cancellationToken);
        Check(await answer);
    }

    private static async Task SendFramesAsync(NetworkStream connection, Task answer, Stream[] content, CancellationToken cancellationToken)
    {
        var buffer = new byte[Wire.HeaderLength + ChunkSize];
        try
        {
            foreach (var part in content)
            {
                for (int read; !answer.IsCompleted && (read = await LargeFiles.ReadAsync(part, buffer.AsMemory(Wire.HeaderLength), cancellationToken)) > 0;)
                {
                    Wire.WriteHeader(buffer, FrameType.Input, read);
                    await connection.WriteAsync(buffer.AsMemory(0, Wire.HeaderLength + read), cancellationToken);
                }
            }

            await Wire.WriteFrameAsync(connection, FrameType.End, default, cancellationToken);
        }
        catch (AgentException e)
        {
            await SendFailureAsync(connection, e, cancellationToken);
        }
        catch (IOException) when (!cancellationToken.IsCancellationRequested)
        {
            // The answer says why.
        }
    }

    /// <summary>Tells the agent to undo what it has begun; it answers with the same failure when it has.</summary>
    private static Task SendFailureAsync(NetworkStream connection, AgentException failure, CancellationToken cancellationToken) => Wire.WriteFrameAsync(
        connection, FrameType.Error,
        JsonSerializer.SerializeToUtf8Bytes(new AgentReply { Code = failure.Code, Message = failure.Message }, AgentJson.Default.AgentReply),
        cancellationToken);
}
