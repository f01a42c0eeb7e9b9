using System.Text.Json;

namespace BenchCluster.AgentProtocol;

/// <summary>What a devbox's executions left in its directory; read on the host when the container is gone.</summary>
/// <param name="runDirectory">The devbox's own directory on the host.</param>
public sealed class ExecutionArchive(string runDirectory)
{
    private const int LongestReport = 1 << 20;

    /// <summary>An execution's final report; null when there is none that can be read.</summary>
    public ExecutionReport? Find(string id)
    {
        if (!ExecutionId.IsValid(id))
            return null;
        using var file = HostFiles.OpenPlain(runDirectory, $"exec/{id}/status.json");
        if (file is null || file.Length > LongestReport)
            return null;
        try
        {
            return JsonSerializer.Deserialize(file, AgentJson.Default.ExecutionReport);
        }
        catch (JsonException)
        {
            // The devbox wrote it, and it is not believed.
            return null;
        }
    }

    /// <summary>An execution's output from a byte on; null when there is none.</summary>
    public Stream? OpenOutput(string id, OutputKind stream, long offset)
    {
        if (!ExecutionId.IsValid(id))
            return null;
        var file = HostFiles.OpenPlain(runDirectory, $"exec/{id}/{(stream is OutputKind.Stdout ? "stdout" : "stderr")}");
        file?.Seek(Math.Min(offset, file.Length), SeekOrigin.Begin);
        return file;
    }
}
