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
        // Finds out, too, whether there is such an execution.
        _ = executions.Report(request.Id);
        var execution = executions.Find(request.Id!);
        var path = Path.Combine(store.PathOf(request.Id!), request.Stream is OutputKind.Stdout ? "stdout" : "stderr");
        using var file = Open(path);
        await Wire.WriteHeadAsync(stream, new AgentReply(), AgentJson.Default.AgentReply, CancellationToken.None);
        var offset = request.Offset;
        var gone = request.Follow ? ClosedAsync(stream) : Task.CompletedTask;
        await FrameWriter.SendAsync(stream, async (buffer, _) =>
        {
            while (true)
            {
                // Taken before the look: what comes after it wakes the wait.
                var changed = execution?.Changed.Next();
                var hasEnded = execution is null || execution.HasEnded;
                var read = file is null ? 0 : RandomAccess.Read(file, buffer.Span, offset);
                offset += read;
                if (read > 0 || hasEnded || !request.Follow)
                    return read;
                if (await Task.WhenAny(changed!, gone) == gone)
                    throw new IOException("The reader went away.");
            }
        });
    }

    /// <summary>Ends when the reader closes its end, which sends nothing more after its head.</summary>
    private static async Task ClosedAsync(Stream stream)
    {
        try
        {
            var nothing = new byte[1];
            while (await stream.ReadAsync(nothing) > 0)
            {
                // Not asked for.
            }
        }
        catch (IOException)
        {
            // Closed the hard way.
        }
    }

    /// <summary>The file; null where nothing was ever kept.</summary>
    private static Microsoft.Win32.SafeHandles.SafeFileHandle? Open(string path) =>
        File.Exists(path) ? File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete) : null;
}
