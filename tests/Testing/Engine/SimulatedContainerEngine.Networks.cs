using BenchCluster.Engine;

namespace BenchCluster.Tests.Engine;

/// <summary>What containers can reach: a note in what they were made from.</summary>
public sealed partial class SimulatedContainerEngine
{
    public Task SetNetworkAsync(string container, ContainerNetwork network, CancellationToken cancellationToken) => CallAsync(
        new EngineCall(EngineOperation.SetNetwork, container),
        () =>
        {
            var found = Existing(container);
            return _containers[found.Info.Name] = found with { Spec = found.Spec with { Network = network } };
        },
        cancellationToken);
}
