using BenchCluster.Engine;

namespace BenchCluster.Docker;

/// <summary>The labels that say whose a container or an image is.</summary>
internal static class DockerLabels
{
    public const string Cluster = "benchcluster.cluster";
    public const string Node = "benchcluster.node";
    public const string Devbox = "benchcluster.devbox";
    public const string Epoch = "benchcluster.epoch";

    /// <summary>The labels of a devbox's container.</summary>
    public static Dictionary<string, string> Of(ContainerSpec spec, DockerOptions options) => Of(spec.DevboxId, spec.Epoch, options);

    /// <summary>The labels of a container of a devbox.</summary>
    public static Dictionary<string, string> Of(string devboxId, int epoch, DockerOptions options) => new()
    {
        [Cluster] = options.ClusterId,
        [Node] = options.NodeName,
        [Devbox] = devboxId,
        [Epoch] = epoch.ToString(),
    };

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
