using System.Diagnostics;
using System.Text;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace BenchCluster.Perf;

/// <summary>What a harness does by hand: create, start, exec the scorer, remove, as many at a time.</summary>
internal sealed class PlainLoop(string image, int concurrency) : IDisposable
{
    private readonly DockerClient _client = new DockerClientConfiguration().CreateClient();

    /// <summary>Runs as many; how long the whole took.</summary>
    public async Task<TimeSpan> RunAsync(int runs)
    {
        var begun = Stopwatch.GetTimestamp();
        await Parallel.ForAsync(0, runs, new ParallelOptions { MaxDegreeOfParallelism = concurrency }, async (_, cancellationToken) =>
            await RunOneAsync(cancellationToken));
        return Stopwatch.GetElapsedTime(begun);
    }

    /// <summary>How many containers of a cluster there are.</summary>
    public async Task<int> CountAsync(string cluster) => (await _client.Containers.ListContainersAsync(new ContainersListParameters
    {
        All = true,
        Filters = new Dictionary<string, IDictionary<string, bool>>
        {
            ["label"] = new Dictionary<string, bool> { [$"benchcluster.cluster={cluster}"] = true, ["benchcluster.devbox"] = true },
        },
    })).Count;

    public void Dispose() => _client.Dispose();

    private async Task RunOneAsync(CancellationToken cancellationToken)
    {
        var container = await _client.Containers.CreateContainerAsync(
            new CreateContainerParameters { Image = image, Cmd = ["sleep", "infinity"], Entrypoint = [] }, cancellationToken);
        try
        {
            await _client.Containers.StartContainerAsync(container.ID, new ContainerStartParameters(), cancellationToken);
            var exec = await _client.Exec.ExecCreateContainerAsync(
                container.ID,
                new ContainerExecCreateParameters { Cmd = ["/bin/bash", "-c", RealContainers.Scorer], AttachStdout = true, AttachStderr = true },
                cancellationToken);
            using var output = new MemoryStream();
            using (var stream = await _client.Exec.StartAndAttachContainerExecAsync(exec.ID, tty: false, cancellationToken))
                await stream.CopyOutputToAsync(Stream.Null, output, Stream.Null, cancellationToken);
            if (Encoding.UTF8.GetString(output.ToArray()).Trim() != "1.0")
                throw new InvalidOperationException("The plain loop has no score.");
        }
        finally
        {
            await _client.Containers.RemoveContainerAsync(
                container.ID, new ContainerRemoveParameters { Force = true, RemoveVolumes = true }, CancellationToken.None);
        }
    }
}
