using BenchCluster.Docker.Sandboxes;
using BenchCluster.Engine;
using Docker.DotNet.Models;

namespace BenchCluster.Docker;

/// <summary>Changes what a container can reach after it was made: its own network's, or that of the sandbox that it has joined.</summary>
internal sealed class DockerAttachments(DockerConnection connection, DockerNetwork network, DockerSandboxes sandboxes)
{
    /// <inheritdoc cref="IContainerEngine.SetNetworkAsync"/>
    public async Task SetAsync(string container, ContainerNetwork wanted, CancellationToken cancellationToken)
    {
        var found = await InspectAsync(container, cancellationToken);
        var sandbox = DockerLabels.SandboxIn(found.Config.Labels);
        var holder = sandbox ?? container;
        var attached = (sandbox is null ? found : await InspectAsync(sandbox, cancellationToken)).NetworkSettings.Networks.Keys;
        var none = network.ModeOf(ContainerNetwork.None);
        var bridge = network.ModeOf(ContainerNetwork.Bridge);
        var surplus = attached.Where(name => wanted is ContainerNetwork.None ? name != none : name == none).ToList();
        var isMissing = wanted is ContainerNetwork.Bridge && !attached.Contains(bridge);
        if (surplus.Count == 0 && !isMissing)
            return;

        // Before the change: however it ends, no other devbox is to find this sandbox.
        if (sandbox is not null)
        {
            sandboxes.Spoil(sandbox);
            SandboxedNetwork.SetResolver(found.Mounts, wanted);
        }

        foreach (var name in surplus)
            await DisconnectAsync(name, holder, cancellationToken);
        if (isMissing)
        {
            await network.EnsureAsync(wanted, cancellationToken);
            await ConnectAsync(bridge, holder, cancellationToken);
        }
    }

    private Task<ContainerInspectResponse> InspectAsync(string container, CancellationToken cancellationToken) => connection.CallAsync(
        DockerCall.OnContainer("Inspection", container),
        (client, token) => client.Containers.InspectContainerAsync(container, token),
        cancellationToken);

    private Task DisconnectAsync(string name, string holder, CancellationToken cancellationToken) => connection.CallAsync(
        new DockerCall($"Disconnection of container {holder} from network {name}", EngineError.NoSuchContainer),
        (client, token) => client.Networks.DisconnectNetworkAsync(name, new NetworkDisconnectParameters { Container = holder, Force = true }, token),
        cancellationToken);

    private Task ConnectAsync(string name, string holder, CancellationToken cancellationToken) => connection.CallAsync(
        new DockerCall($"Connection of container {holder} to network {name}", EngineError.NoSuchContainer),
        (client, token) => client.Networks.ConnectNetworkAsync(name, new NetworkConnectParameters { Container = holder }, token),
        cancellationToken);
}
