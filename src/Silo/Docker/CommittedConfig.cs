using System.Text.Json.Nodes;
using Docker.DotNet.Models;

namespace BenchCluster.Docker;

/// <summary>
/// The configuration of an image that is committed from a devbox's container: its parent image's, as if the agent had
/// never been there. The engine fills what is missing from the container, so that what the container has and the
/// parent has not must be said to be empty.
/// </summary>
internal static class CommittedConfig
{
    /// <summary>The configuration to commit with.</summary>
    /// <param name="parent">The configuration of the container's image; it is changed.</param>
    /// <param name="container">The container's own.</param>
    public static JsonObject Of(JsonObject parent, Config container)
    {
        // An empty list is kept; null would be replaced by the agent's.
        parent["Entrypoint"] ??= new JsonArray();
        parent["Cmd"] ??= new JsonArray();
        parent["Env"] = EnvironmentOf(parent["Env"] as JsonArray ?? [], container);
        parent["Labels"] = LabelsOf(parent["Labels"] as JsonObject ?? [], container);
        return parent;
    }

    private static JsonArray EnvironmentOf(JsonArray parent, Config container)
    {
        var names = parent.Select(variable => NameOf(variable!.GetValue<string>())).ToHashSet();
        JsonArray environment = [.. parent.Select(variable => variable!.DeepClone())];
        foreach (var name in (container.Env ?? []).Select(NameOf).Where(names.Add))
            environment.Add($"{name}=");
        return environment;
    }

    private static JsonObject LabelsOf(JsonObject parent, Config container)
    {
        var labels = (JsonObject)parent.DeepClone();
        foreach (var (name, value) in container.Labels ?? new Dictionary<string, string>())
        {
            if (name is DockerLabels.Cluster)
                labels[name] = value;
            // A container of this image that somebody else makes must not look like the devbox's.
            else if (name is DockerLabels.Devbox or DockerLabels.Epoch or DockerLabels.Node or DockerLabels.Sandbox or DockerLabels.Network)
                labels[name] = "";
        }

        return labels;
    }

    private static string NameOf(string variable) => variable.Split('=', 2)[0];
}
