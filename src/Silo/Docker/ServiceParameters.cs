using BenchCluster.Docker.Sandboxes;
using Docker.DotNet.Models;
using ServiceSpec = BenchCluster.Engine.ServiceSpec;

namespace BenchCluster.Docker;

/// <summary>How a service's container is made: as its image says, in the devbox's network, and no less hardened than the devbox.</summary>
internal static class ServiceParameters
{
    /// <summary>The engine's parameters for <paramref name="spec"/>.</summary>
    public static CreateContainerParameters Of(ServiceSpec spec, DockerOptions options) => new()
    {
        Name = spec.Name,
        Image = spec.Image,
        User = spec.User,
        WorkingDir = spec.WorkingDirectory,
        Entrypoint = spec.Entrypoint is { } program ? [program] : null,
        Cmd = spec.Command is { } arguments ? [.. arguments] : null,
        Env = [.. spec.Environment.Select(variable => $"{variable.Key}={variable.Value}")],
        Labels = DockerLabels.Of(spec, options),
        Healthcheck = spec.HealthCommand is null ? null : new HealthConfig
        {
            Test = ["CMD-SHELL", spec.HealthCommand],
            Interval = spec.HealthInterval,
            Timeout = spec.HealthTimeout,
            StartPeriod = (long)spec.HealthStartPeriod.TotalMilliseconds * 1_000_000,
            Retries = spec.HealthRetries,
        },
        HostConfig = new HostConfig
        {
            NetworkMode = $"container:{spec.NetworkOf}",
            Mounts = spec is { RunDirectory: { } directory, LoopbackNames.Count: > 0 } ? [SandboxedNetwork.HostsOf(directory, spec.LoopbackNames)] : [],
            CapDrop = ["ALL"],
            CapAdd = ContainerParameters.Capabilities,
            SecurityOpt = ["no-new-privileges"],
            NanoCPUs = ContainerParameters.NanoCpus(spec.Limits),
            Memory = spec.Limits.MemoryBytes,
            MemorySwap = spec.Limits.MemoryBytes,
            PidsLimit = spec.Limits.Processes,
            LogConfig = ContainerParameters.ShortLog(),
            RestartPolicy = new RestartPolicy { Name = RestartPolicyKind.No },
        },
    };
}
