using BenchCluster.Agent.Server;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Agent.Executions;

/// <summary>Sends an execution's output from a byte on, whether it still runs or is on disk only.</summary>
internal sealed class ExecutionOutput(ExecutionTable executions, ExecutionStore store)
{
    /// <summary>Answers, and sends the bytes as frames; to the execution's end where the request follows.</summary>
    public async Task SendAsync(AgentRequest request, Stream stream)
    {
        if (request.Offset < 0)
            throw new AgentException(AgentErrorCode.Invalid, "offset: must not be negative.");
        var id = executions.Existing(request.Id);
        var execution = request.Follow ? executions.Find(id) : null;
        await Wire.WriteHeadAsync(stream, new AgentReply(), AgentJson.Default.AgentReply, CancellationToken.None);
        FileStream? file = null;
        try
        {
            var offset = request.Offset;
            var gone = execution is null ? Task.CompletedTask : Hangup.OfAsync(stream);
            await FrameWriter.SendAsync(stream, async (buffer, _) =>
            {
                while (true)
                {
                    // Taken before the look: what comes after it wakes the wait.
                    var changed = execution?.Changed.Next();
                    var hasEnded = execution is null || execution.HasEnded;
                    file ??= store.OpenOutput(id, request.Stream);
                    var read = file is null ? 0 : RandomAccess.Read(file.SafeFileHandle, buffer.Span, offset);
                    offset += read;
                    if (read > 0 || hasEnded)
                        return read;
                    if (await Task.WhenAny(changed!, gone) == gone)
                        throw new IOException("The reader went away.");
                }
            });
        }
        finally
        {
            file?.Dispose();
        }
    }
}
