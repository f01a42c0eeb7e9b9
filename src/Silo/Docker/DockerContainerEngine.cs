using System.Threading.Channels;
using BenchCluster.Docker.Registry;
using BenchCluster.Docker.Sandboxes;
using BenchCluster.Engine;

namespace BenchCluster.Docker;

/// <summary>The Docker engine of this node.</summary>
internal sealed class DockerContainerEngine : IContainerEngine, IDisposable
{
    private static readonly DockerCall InfoCall = new("Information about the engine", EngineError.Other);
    private readonly DockerConnection _connection;
    private readonly DockerContainers _containers;
    private readonly DockerAttachments _attachments;
    private readonly DockerCopies _copies;
    private readonly DockerImages _images;
    private readonly DockerEvents _events;
    private readonly SharedBuilds _builds;
    private readonly bool _isHere;
    private readonly Channel<ImageChange> _imageChanges = Channel.CreateUnbounded<ImageChange>();

    public DockerContainerEngine(DockerOptions options, TimeProvider time, ILogger<DockerContainerEngine> logger)
    {
        _connection = new DockerConnection(options);
        _isHere = options.Endpoint.Scheme is "unix";
        var network = new DockerNetwork(_connection, options);
        Sandboxes = new DockerSandboxes(_connection, network, options, time, logger);
        _containers = new DockerContainers(_connection, new HostLimits(_connection, logger), network, Sandboxes, options, time, logger);
        _attachments = new DockerAttachments(_connection, network, Sandboxes);
        _copies = new DockerCopies(_connection, options);
        _images = new DockerImages(_connection, options);
        _events = new DockerEvents(_connection, options, time);
        _builds = new SharedBuilds(new ImageBuilder(_connection, _images, options, time, logger).BuildAsync);
        Registry = options.Registry is { } registry ? new DockerRegistry(_connection, _images, options, registry) : null;
    }

    /// <summary>The cluster's registry; null where it has none.</summary>
    public DockerRegistry? Registry { get; }

    /// <summary>What the registry is to be told of, in order; nothing where there is none.</summary>
    public ChannelReader<ImageChange> ImageChanges => _imageChanges.Reader;

    /// <summary>The networks that devboxes join.</summary>
    public DockerSandboxes Sandboxes { get; }

    /// <inheritdoc cref="DockerImages.SaveAsync"/>
    public Task SaveImageAsync(string image, Stream archive, CancellationToken cancellationToken) =>
        _images.SaveAsync(image, archive, cancellationToken);

    /// <inheritdoc cref="DockerImages.LoadAsync"/>
    public Task LoadImageAsync(string image, Stream archive, CancellationToken cancellationToken) =>
        _images.LoadAsync(image, archive, cancellationToken);

    /// <inheritdoc/>
    public async Task<EngineInfo> GetInfoAsync(CancellationToken cancellationToken)
    {
        var info = await _connection.CallAsync(
            InfoCall, (client, token) => client.System.GetSystemInfoAsync(token), cancellationToken);
        return new(info.ServerVersion, info.Driver, (int)info.NCPU, info.MemTotal, (int)info.ContainersRunning, FreeBytesAt(info.DockerRootDir));
    }

    /// <inheritdoc/>
    public Task<ContainerInfo> CreateAsync(ContainerSpec spec, CancellationToken cancellationToken) =>
        _containers.CreateAsync(spec, cancellationToken);

    /// <inheritdoc/>
    public Task<ContainerInfo> CreateServiceAsync(ServiceSpec spec, CancellationToken cancellationToken) =>
        _containers.CreateServiceAsync(spec, cancellationToken);

    /// <inheritdoc/>
    public Task StartAsync(string container, CancellationToken cancellationToken) =>
        _containers.StartAsync(container, cancellationToken);

    /// <inheritdoc/>
    public Task StopAsync(string container, TimeSpan grace, CancellationToken cancellationToken) =>
        _containers.StopAsync(container, grace, cancellationToken);

    /// <inheritdoc/>
    public Task RemoveAsync(string container, CancellationToken cancellationToken) =>
        _containers.RemoveAsync(container, cancellationToken);

    /// <inheritdoc/>
    public Task<ContainerInfo?> InspectAsync(string container, CancellationToken cancellationToken) =>
        _containers.InspectAsync(container, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ContainerInfo>> ListAsync(CancellationToken cancellationToken) =>
        _containers.ListAsync(cancellationToken);

    /// <inheritdoc/>
    public Task CopyAsync(string from, string to, string path, CancellationToken cancellationToken) =>
        _copies.CopyAsync(from, to, path, cancellationToken);

    /// <inheritdoc/>
    public Task SetNetworkAsync(string container, ContainerNetwork network, CancellationToken cancellationToken) =>
        _attachments.SetAsync(container, network, cancellationToken);

    /// <inheritdoc/>
    public Task UpdateLimitsAsync(string container, ContainerLimits limits, CancellationToken cancellationToken) =>
        _containers.UpdateLimitsAsync(container, limits, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<ContainerEvent> WatchAsync(CancellationToken cancellationToken) =>
        _events.WatchAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<ImageInfo?> InspectImageAsync(string image, CancellationToken cancellationToken) =>
        _images.InspectAsync(image, cancellationToken);

    /// <inheritdoc/>
    public Task PullImageAsync(string image, CancellationToken cancellationToken, RegistryCredentials? credentials = null) =>
        _images.PullAsync(image, credentials, cancellationToken);

    /// <inheritdoc/>
    public async Task<ImageInfo> BuildImageAsync(ImageBuildSpec spec, Action<string> log, CancellationToken cancellationToken)
    {
        var image = await _builds.BuildAsync(spec, log, cancellationToken);
        Tell(new ImageChange(spec.Tag, IsRemoved: false));
        return image;
    }

    /// <inheritdoc/>
    public async Task<ImageInfo> CommitAsync(string container, string tag, CancellationToken cancellationToken)
    {
        var image = await _images.CommitAsync(container, tag, cancellationToken);
        Tell(new ImageChange(tag, IsRemoved: false));
        return image;
    }

    /// <inheritdoc/>
    public async Task RemoveImageAsync(string image, CancellationToken cancellationToken)
    {
        await _images.RemoveAsync(image, cancellationToken);
        Tell(new ImageChange(image, IsRemoved: true));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Registry?.Dispose();
        _connection.Dispose();
    }

    /// <summary>The directory of an engine that is reached over a network is on another machine.</summary>
    private long? FreeBytesAt(string? directory) =>
        _isHere && directory is { Length: > 0 } && Directory.Exists(directory) ? new DriveInfo(directory).AvailableFreeSpace : null;

    private void Tell(ImageChange change)
    {
        if (Registry is not null)
            _imageChanges.Writer.TryWrite(change);
    }
}
