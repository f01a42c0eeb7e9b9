using BenchCluster.Engine;
using Docker.DotNet.Models;

namespace BenchCluster.Docker.Sandboxes;

/// <summary>
/// The network of devboxes that may reach the outside. Not the engine's own bridge: there, devboxes could reach each
/// other. It is shared by all clusters on the engine, and made where it is missing.
/// </summary>
internal sealed class DockerNetwork(DockerConnection connection, DockerOptions options)
{
    private const string NoInterContainer = "com.docker.network.bridge.enable_icc";
    private readonly Lock _lock = new();
    private Task? _making;

    /// <summary>What a container is told for a network.</summary>
    public string ModeOf(ContainerNetwork network) => network switch
    {
        ContainerNetwork.None => "none",
        ContainerNetwork.Bridge => options.Network ?? "bridge",
        _ => throw new ArgumentOutOfRangeException(nameof(network), network, "Unknown network."),
    };

    /// <summary>Makes the network if it is not there.</summary>
    public async Task EnsureAsync(ContainerNetwork network, CancellationToken cancellationToken)
    {
        if (network is not ContainerNetwork.Bridge || options.Network is not { } name)
            return;
        Task making;
        // One for all who ask: of two networks that are made at once nobody can use either.
        lock (_lock)
            making = _making = _making is null or { IsFaulted: true } ? Task.Run(() => MakeAsync(name), CancellationToken.None) : _making;
        await making.WaitAsync(cancellationToken);
    }

    private async Task MakeAsync(string name)
    {
        var call = new DockerCall($"Creation of network {name}", EngineError.Other);
        try
        {
            await connection.CallAsync(
                call,
                async (client, token) => await client.Networks.CreateNetworkAsync(
                    new NetworksCreateParameters
                    {
                        Name = name,
                        Driver = "bridge",
                        CheckDuplicate = true,
                        Options = new Dictionary<string, string> { [NoInterContainer] = "false" },
                        Labels = new Dictionary<string, string> { [DockerLabels.Network] = "bridge" },
                    },
                    token),
                CancellationToken.None);
        }
        catch (EngineException e) when (e.Message.Contains("already exists", StringComparison.OrdinalIgnoreCase))
        {
            // That is what was asked for.
        }

        await KeepFirstAsync(name);
    }

    /// <summary>
    /// The engine lets two who make a network at once both have one of the name, and can use neither. Whoever comes last
    /// sees both, and all agree on which stays.
    /// </summary>
    private async Task KeepFirstAsync(string name)
    {
        var call = new DockerCall($"Listing of networks {name}", EngineError.Other);
        var found = await connection.CallAsync(
            call,
            (client, token) => client.Networks.ListNetworksAsync(
                new NetworksListParameters { Filters = new Dictionary<string, IDictionary<string, bool>> { ["name"] = new Dictionary<string, bool> { [name] = true } } },
                token),
            CancellationToken.None);
        // The filter takes parts of names too.
        foreach (var surplus in found.Where(network => network.Name == name).OrderBy(network => network.Created).ThenBy(network => network.ID, StringComparer.Ordinal).Skip(1))
        {
            try
            {
                await connection.CallAsync(
                    new DockerCall($"Removal of network {surplus.ID}", EngineError.Other),
                    (client, token) => client.Networks.DeleteNetworkAsync(surplus.ID, token),
                    CancellationToken.None);
            }
            catch (EngineException)
            {
                // Another silo was faster.
            }
        }
    }

    /// <summary>Told that the network was missing all the same: somebody has removed it.</summary>
    public void Forget()
    {
        lock (_lock)
            _making = null;
    }
}
