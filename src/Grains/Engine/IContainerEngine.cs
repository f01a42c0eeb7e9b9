namespace BenchCluster.Engine;

/// <summary>
/// The container engine of one node. Every operation is idempotent: doing it twice ends in the state of doing it once.
/// Failures are <see cref="EngineException"/> with a code that tells the causes apart.
/// </summary>
public interface IContainerEngine
{
    /// <summary>What the engine is and what it has. Cheap; used as its health check.</summary>
    Task<EngineInfo> GetInfoAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Creates the container, or adopts the one of the same name when its devbox and epoch labels match.
    /// </summary>
    /// <exception cref="EngineException">
    /// <see cref="EngineError.NoSuchImage"/>; <see cref="EngineError.NameTaken"/> when a container of that name belongs
    /// to another devbox, epoch or cluster; <see cref="EngineError.DiskFull"/>; <see cref="EngineError.Unavailable"/>.
    /// </exception>
    Task<ContainerInfo> CreateAsync(ContainerSpec spec, CancellationToken cancellationToken);

    /// <summary>Creates the container of a service, or adopts the one of the same name, as <see cref="CreateAsync"/> does.</summary>
    Task<ContainerInfo> CreateServiceAsync(ServiceSpec spec, CancellationToken cancellationToken);

    /// <summary>Starts a created or stopped container; a running one is left alone.</summary>
    Task StartAsync(string container, CancellationToken cancellationToken);

    /// <summary>Asks the container to end, and kills it after <paramref name="grace"/>.</summary>
    Task StopAsync(string container, TimeSpan grace, CancellationToken cancellationToken);

    /// <summary>Kills and removes the container with its anonymous volumes; one that does not exist is not an error.</summary>
    Task RemoveAsync(string container, CancellationToken cancellationToken);

    /// <summary>The container by name or id, or null when there is none.</summary>
    Task<ContainerInfo?> InspectAsync(string container, CancellationToken cancellationToken);

    /// <summary>All containers of this cluster, running or not.</summary>
    Task<IReadOnlyList<ContainerInfo>> ListAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Copies a file or a directory with all in it from one container's disk to another's, to the same path: the
    /// directory above it must be there, links are copied and not followed. A path that is not there is not an error.
    /// </summary>
    Task CopyAsync(string from, string to, string path, CancellationToken cancellationToken);

    /// <summary>
    /// Says what the programs in a container can reach from now on, whether it runs or not; loopback stays as it is. Asked
    /// twice, it is done once.
    /// </summary>
    Task SetNetworkAsync(string container, ContainerNetwork network, CancellationToken cancellationToken);

    /// <summary>Changes CPU, memory and process limits of a container.</summary>
    Task UpdateLimitsAsync(string container, ContainerLimits limits, CancellationToken cancellationToken);

    /// <summary>
    /// Events of this cluster's containers from now on. The stream ends with <see cref="EngineError.Unavailable"/>
    /// when the engine goes away; the caller subscribes again and reconciles, because events in between are lost.
    /// </summary>
    IAsyncEnumerable<ContainerEvent> WatchAsync(CancellationToken cancellationToken);

    /// <summary>The image by reference or id, or null when the engine does not have it.</summary>
    Task<ImageInfo?> InspectImageAsync(string image, CancellationToken cancellationToken);

    /// <summary>Fetches the image from its registry.</summary>
    /// <param name="credentials">Who asks for it; null for a stranger.</param>
    /// <exception cref="EngineException"><see cref="EngineError.NoSuchImage"/> when no registry has it.</exception>
    Task PullImageAsync(string image, CancellationToken cancellationToken, RegistryCredentials? credentials = null);

    /// <summary>
    /// Builds an image under <see cref="ImageBuildSpec.Tag"/>. Concurrent builds of the same tag are one build.
    /// </summary>
    /// <param name="log">Receives the build's output as it comes, in pieces.</param>
    /// <exception cref="EngineException"><see cref="EngineError.BuildFailed"/> with the failing step's message.</exception>
    Task<ImageInfo> BuildImageAsync(ImageBuildSpec spec, Action<string> log, CancellationToken cancellationToken);

    /// <summary>Keeps the container's disk as an image and returns it.</summary>
    Task<ImageInfo> CommitAsync(string container, string tag, CancellationToken cancellationToken);

    /// <summary>Removes the image; one that does not exist is not an error.</summary>
    /// <exception cref="EngineException"><see cref="EngineError.InUse"/> while a container uses it.</exception>
    Task RemoveImageAsync(string image, CancellationToken cancellationToken);
}
