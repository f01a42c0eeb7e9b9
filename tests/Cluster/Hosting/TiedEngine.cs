using BenchCluster.Engine;

namespace BenchCluster.Tests.Hosting;

/// <summary>The engine as one silo reaches it.</summary>
internal sealed class TiedEngine(IContainerEngine engine, Lifeline line) : IContainerEngine
{
    public Task<EngineInfo> GetInfoAsync(CancellationToken cancellationToken) =>
        line.PassAsync(() => engine.GetInfoAsync(cancellationToken), cancellationToken);

    public Task<ContainerInfo> CreateAsync(ContainerSpec spec, CancellationToken cancellationToken) =>
        line.PassAsync(() => engine.CreateAsync(spec, cancellationToken), cancellationToken);

    public Task<ContainerInfo> CreateServiceAsync(ServiceSpec spec, CancellationToken cancellationToken) =>
        line.PassAsync(() => engine.CreateServiceAsync(spec, cancellationToken), cancellationToken);

    public Task StartAsync(string container, CancellationToken cancellationToken) =>
        line.PassAsync(() => engine.StartAsync(container, cancellationToken), cancellationToken);

    public Task StopAsync(string container, TimeSpan grace, CancellationToken cancellationToken) =>
        line.PassAsync(() => engine.StopAsync(container, grace, cancellationToken), cancellationToken);

    public Task RemoveAsync(string container, CancellationToken cancellationToken) =>
        line.PassAsync(() => engine.RemoveAsync(container, cancellationToken), cancellationToken);

    public Task<ContainerInfo?> InspectAsync(string container, CancellationToken cancellationToken) =>
        line.PassAsync(() => engine.InspectAsync(container, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<ContainerInfo>> ListAsync(CancellationToken cancellationToken) =>
        line.PassAsync(() => engine.ListAsync(cancellationToken), cancellationToken);

    public Task CopyAsync(string from, string to, string path, CancellationToken cancellationToken) =>
        line.PassAsync(() => engine.CopyAsync(from, to, path, cancellationToken), cancellationToken);

    public Task SetNetworkAsync(string container, ContainerNetwork network, CancellationToken cancellationToken) =>
        line.PassAsync(() => engine.SetNetworkAsync(container, network, cancellationToken), cancellationToken);

    public Task UpdateLimitsAsync(string container, ContainerLimits limits, CancellationToken cancellationToken) =>
        line.PassAsync(() => engine.UpdateLimitsAsync(container, limits, cancellationToken), cancellationToken);

    public IAsyncEnumerable<ContainerEvent> WatchAsync(CancellationToken cancellationToken) =>
        line.PassAsync(engine.WatchAsync(cancellationToken), cancellationToken);

    public Task<ImageInfo?> InspectImageAsync(string image, CancellationToken cancellationToken) =>
        line.PassAsync(() => engine.InspectImageAsync(image, cancellationToken), cancellationToken);

    public Task PullImageAsync(string image, CancellationToken cancellationToken, RegistryCredentials? credentials = null) =>
        line.PassAsync(() => engine.PullImageAsync(image, cancellationToken, credentials), cancellationToken);

    public Task<ImageInfo> BuildImageAsync(ImageBuildSpec spec, Action<string> log, CancellationToken cancellationToken) =>
        line.PassAsync(() => engine.BuildImageAsync(spec, log, cancellationToken), cancellationToken);

    public Task<ImageInfo> CommitAsync(string container, string tag, CancellationToken cancellationToken) =>
        line.PassAsync(() => engine.CommitAsync(container, tag, cancellationToken), cancellationToken);

    public Task RemoveImageAsync(string image, CancellationToken cancellationToken) =>
        line.PassAsync(() => engine.RemoveImageAsync(image, cancellationToken), cancellationToken);
}
