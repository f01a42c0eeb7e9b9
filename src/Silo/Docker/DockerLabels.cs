using BenchCluster.Engine;

namespace BenchCluster.Docker;

/// <summary>The labels that say whose a container or an image is.</summary>
internal static class DockerLabels
{
    public const string Cluster = "benchcluster.cluster";
    public const string Node = "benchcluster.node";
    public const string Devbox = "benchcluster.devbox";
    public const string Epoch = "benchcluster.epoch";

    /// <summary>On a devbox's container, the sandbox whose network it has joined; empty for none.</summary>
    public const string Sandbox = "benchcluster.sandbox";

    /// <summary>What a container, a sandbox or a network can reach: <c>bridge</c> or <c>none</c>.</summary>
    public const string Network = "benchcluster.network";

    /// <summary>The labels of a devbox's container.</summary>
    public static Dictionary<string, string> Of(ContainerSpec spec, DockerOptions options, string? sandbox) => new()
    {
        [Cluster] = options.ClusterId,
        [Node] = options.NodeName,
        [Devbox] = spec.DevboxId,
        [Epoch] = spec.Epoch.ToString(),
        // Always, for an image may have been kept from a container with another.
        [Sandbox] = sandbox ?? "",
        [Network] = NameOf(spec.Network),
    };

    /// <summary>The labels of a service's container: the devbox's, whose it is.</summary>
    public static Dictionary<string, string> Of(ServiceSpec spec, DockerOptions options) => new()
    {
        [Cluster] = options.ClusterId,
        [Node] = options.NodeName,
        [Devbox] = spec.DevboxId,
        [Epoch] = spec.Epoch.ToString(),
        [Sandbox] = "",
    };

    /// <summary>A network's name in the label.</summary>
    public static string NameOf(ContainerNetwork network) => network is ContainerNetwork.None ? "none" : "bridge";

    /// <summary>The network in the label.</summary>
    public static ContainerNetwork NetworkIn(IDictionary<string, string> labels) =>
        labels.TryGetValue(Network, out var name) && name is "none" ? ContainerNetwork.None : ContainerNetwork.Bridge;

    /// <summary>The sandbox that a devbox's container has joined, or null.</summary>
    public static string? SandboxIn(IDictionary<string, string> labels) =>
        labels.TryGetValue(Sandbox, out var name) && name.Length > 0 ? name : null;

    /// <summary>
    /// Whose container it is. Null where the labels name no devbox: a build's intermediate container takes over the
    /// labels of its base image, and with them the cluster's.
    /// </summary>
    public static (string DevboxId, int Epoch)? OwnerIn(IDictionary<string, string>? labels) =>
        labels is not null
        && labels.TryGetValue(Devbox, out var devbox) && devbox.Length > 0
        && labels.TryGetValue(Epoch, out var text) && int.TryParse(text, out var epoch)
            ? (devbox, epoch)
            : null;
}
