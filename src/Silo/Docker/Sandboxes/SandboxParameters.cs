using Docker.DotNet.Models;

namespace BenchCluster.Docker.Sandboxes;

/// <summary>How a sandbox is made: a container with nothing in it but the agent's program, which waits.</summary>
internal static class SandboxParameters
{
    // The program needs next to nothing of either; what the engine starts it through needs more, for a moment.
    private const long Memory = 64L << 20;
    private const long Processes = 64;

    /// <summary>The engine's parameters.</summary>
    /// <param name="label">What network it is for.</param>
    /// <param name="mode">The engine's name of that network.</param>
    public static CreateContainerParameters Of(string name, string label, string mode, DockerOptions options) => new()
    {
        Name = name,
        Image = options.SandboxImage,
        Hostname = SandboxedNetwork.Hostname,
        User = "65534:65534",
        WorkingDir = "/",
        Entrypoint = ["/.bench/bin/" + DockerOptions.AgentProgram, "hold"],
        Cmd = [],
        Labels = new Dictionary<string, string>
        {
            [DockerLabels.Cluster] = options.ClusterId,
            [DockerLabels.Node] = options.NodeName,
            [DockerLabels.Network] = label,
        },
        StopSignal = "SIGKILL",
        Healthcheck = new HealthConfig { Test = ["NONE"] },
        HostConfig = new HostConfig
        {
            Mounts = [new Mount { Type = "bind", Source = options.AgentDirectory, Target = "/.bench/bin", ReadOnly = true }],
            NetworkMode = mode,
            CapDrop = ["ALL"],
            SecurityOpt = ["no-new-privileges"],
            ReadonlyRootfs = true,
            IpcMode = "none",
            CgroupnsMode = "private",
            Memory = Memory,
            MemorySwap = Memory,
            PidsLimit = Processes,
            LogConfig = new LogConfig { Type = "none" },
            RestartPolicy = new RestartPolicy { Name = RestartPolicyKind.No },
            Init = false,
        },
    };
}
