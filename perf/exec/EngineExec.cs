using Docker.DotNet;
using Docker.DotNet.Models;

namespace BenchCluster.Perf;

/// <summary>A command in a container by the Engine's exec API, as every harness on <c>docker exec</c> does it.</summary>
internal sealed class EngineExec(string container) : IDisposable
{
    private readonly DockerClient _client = new DockerClientConfiguration().CreateClient();

    /// <summary>Runs the command to its end; its exit status.</summary>
    public async Task<long> RunAsync(string command)
    {
        var exec = await _client.Exec.ExecCreateContainerAsync(
            container,
            new ContainerExecCreateParameters { Cmd = ["/bin/bash", "-c", command], AttachStdout = true, AttachStderr = true, User = "user" });
        using (var stream = await _client.Exec.StartAndAttachContainerExecAsync(exec.ID, tty: false))
            await stream.ReadOutputToEndAsync(CancellationToken.None);
        return (await _client.Exec.InspectContainerExecAsync(exec.ID)).ExitCode;
    }

    public void Dispose() => _client.Dispose();
}
