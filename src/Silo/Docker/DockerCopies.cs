using BenchCluster.Engine;

namespace BenchCluster.Docker;

/// <summary>Files copied from one container to another, as the engine's tar of them goes by.</summary>
internal sealed class DockerCopies(DockerConnection connection, DockerOptions options)
{
    /// <inheritdoc cref="IContainerEngine.CopyAsync"/>
    public async Task CopyAsync(string from, string to, string path, CancellationToken cancellationToken)
    {
        var call = new DockerCall($"Copy of '{path}' from container {from} to {to}", EngineError.NoSuchContainer);
        using var read = new HttpRequestMessage(HttpMethod.Get, $"containers/{Uri.EscapeDataString(from)}/archive?path={Uri.EscapeDataString(path)}");
        try
        {
            await connection.SendAsync(call, read, options.ImageTimeout, WriteAsync, cancellationToken);
        }
        catch (EngineException e) when (e.Error is EngineError.NoSuchContainer && e.Message.Contains("Could not find the file", StringComparison.OrdinalIgnoreCase))
        {
            // The agent has removed it.
        }

        async Task<bool> WriteAsync(Stream tar, CancellationToken token)
        {
            // Owners stay as they are in the tar: the engine's copyUIDGID would give all to the container's user.
            var above = Path.GetDirectoryName(path) ?? "/";
            using var write = new HttpRequestMessage(
                HttpMethod.Put, $"containers/{Uri.EscapeDataString(to)}/archive?path={Uri.EscapeDataString(above)}")
            {
                Content = new StreamContent(tar) { Headers = { ContentType = new("application/x-tar") } },
            };
            await using var answer = await connection.OpenAsync(write, token);
            await answer.CopyToAsync(Stream.Null, token);
            return true;
        }
    }
}
