using BenchCluster.Docker.Sandboxes;
using BenchCluster.Engine;
using Docker.DotNet.Models;
using ContainerSpec = BenchCluster.Engine.ContainerSpec;

namespace BenchCluster.Docker;

/// <summary>How a devbox's container is made. The hardening is here, and is the same for all.</summary>
internal static class ContainerParameters
{
    /// <summary>
    /// The capabilities that root in a devbox has. Docker's own default has more: MKNOD, NET_RAW, AUDIT_WRITE, SETFCAP
    /// and SETPCAP are needed by nothing that a devbox promises. SYS_PTRACE stays out, so that root in the box cannot
    /// reach into the agent.
    /// </summary>
    internal static readonly string[] Capabilities =
    [
        "CHOWN", // dpkg gives unpacked files to their owners; the agent does so with uploads.
        "DAC_OVERRIDE", // The agent reads and writes files of every user in the box; dpkg too.
        "FOWNER", // chmod and utimes on files of others: dpkg, tar, the agent's uploads.
        "FSETID", // dpkg keeps set-id bits when it changes a file's owner.
        "KILL", // The agent signals processes of the users that it has started them as.
        "SETGID", // The agent drops to the execution's group; apt to _apt's.
        "SETUID", // The agent drops to the execution's user; apt to _apt.
        "NET_BIND_SERVICE", // A web server under test listens on port 80.
        "SYS_CHROOT", // Maintainer scripts and daemons (sshd, debootstrap-like builds) confine themselves.
    ];

    /// <summary>The engine's parameters for <paramref name="spec"/>.</summary>
    /// <param name="limitsDisk">Whether the engine's storage can hold the writable layer to a size.</param>
    /// <param name="networkMode">The engine's name of the network.</param>
    /// <param name="sandbox">The sandbox that it joins instead of having a network of its own; null for none.</param>
    public static CreateContainerParameters Of(
        ContainerSpec spec, DockerOptions options, bool limitsDisk, string networkMode, string? sandbox)
    {
        var parameters = Of(spec, options, limitsDisk, networkMode, DockerLabels.Of(spec, options, sandbox));
        if (sandbox is not null)
            SandboxedNetwork.Join(parameters, spec, sandbox);
        return parameters;
    }

    private static CreateContainerParameters Of(
        ContainerSpec spec, DockerOptions options, bool limitsDisk, string networkMode, Dictionary<string, string> labels) => new()
    {
        Name = spec.Name,
        Image = spec.Image,
        Hostname = HostnameOf(spec.DevboxId),
        // The agent is root in the box, and drops per execution.
        User = "0",
        WorkingDir = "/",
        Entrypoint = ["/.bench/bin/" + DockerOptions.AgentProgram, "serve", "--dir", "/.bench/run"],
        Cmd = [],
        Env = [.. spec.Environment.Select(variable => $"{variable.Key}={variable.Value}")],
        Labels = labels,
        // An image may name its server's own; what ends the agent is SIGTERM.
        StopSignal = "SIGTERM",
        Healthcheck = new HealthConfig { Test = ["NONE"] },
        HostConfig = HostConfigOf(spec, options, limitsDisk, networkMode),
    };

    /// <summary>The limits of a running container; those of the disk are fixed when it is made.</summary>
    public static ContainerUpdateParameters Of(ContainerLimits limits) => new()
    {
        NanoCPUs = NanoCpus(limits),
        Memory = limits.MemoryBytes,
        MemorySwap = limits.MemoryBytes,
        PidsLimit = limits.Processes,
    };

    private static HostConfig HostConfigOf(ContainerSpec spec, DockerOptions options, bool limitsDisk, string networkMode) => new()
    {
        Mounts = [.. MountsOf(spec, options)],
        NetworkMode = networkMode,
        ExtraHosts = [.. spec.LoopbackNames.Select(name => $"{name}:127.0.0.1")],
        CapDrop = ["ALL"],
        CapAdd = Capabilities,
        SecurityOpt = ["no-new-privileges"],
        IpcMode = "private",
        CgroupnsMode = "private",
        NanoCPUs = NanoCpus(spec.Limits),
        Memory = spec.Limits.MemoryBytes,
        // The same as memory: no swap.
        MemorySwap = spec.Limits.MemoryBytes,
        PidsLimit = spec.Limits.Processes,
        ShmSize = 64L << 20,
        StorageOpt = limitsDisk ? new Dictionary<string, string> { ["size"] = spec.Limits.DiskBytes.ToString() } : null,
        Ulimits =
        [
            // A crash must not fill the disk.
            new Ulimit { Name = "core", Soft = 0, Hard = 0 },
        ],
        // The agent's own words only, for when it does not come up; executions write to the run directory.
        LogConfig = ShortLog(),
        RestartPolicy = new RestartPolicy { Name = RestartPolicyKind.No },
        // The agent is PID 1, whatever the engine's default is.
        Init = false,
    };

    internal static LogConfig ShortLog() => new()
    {
        Type = "json-file",
        Config = new Dictionary<string, string> { ["max-size"] = "1m", ["max-file"] = "1" },
    };

    private static IEnumerable<Mount> MountsOf(ContainerSpec spec, DockerOptions options)
    {
        yield return Bind(options.AgentDirectory, "/.bench/bin", readOnly: true);
        if (options.ToolsDirectory is { } tools)
            yield return Bind(tools, "/.bench/tools", readOnly: true);
        yield return Bind(spec.RunDirectory, "/.bench/run", readOnly: false);
    }

    private static Mount Bind(string source, string target, bool readOnly) =>
        new() { Type = "bind", Source = source, Target = target, ReadOnly = readOnly };

    internal static long NanoCpus(ContainerLimits limits) => (long)Math.Round(limits.Cpus * 1e9);

    /// <summary>A host name has letters, digits and hyphens; a long one only fills the prompt.</summary>
    private static string HostnameOf(string devboxId)
    {
        const int longest = 24;
        var name = string.Concat(devboxId.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Trim('-');
        return name.Length <= longest ? name : name[..longest].TrimEnd('-');
    }
}
