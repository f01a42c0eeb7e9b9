using System.Collections.Concurrent;
using BenchCluster.Engine;

namespace BenchCluster.Tests.Engine;

/// <summary>The images of the simulated engine.</summary>
public sealed partial class SimulatedContainerEngine
{
    private readonly Dictionary<string, ImageInfo> _images = [];
    private readonly Dictionary<string, Task<ImageInfo>> _builds = [];

    /// <summary>Whether a registry has an image; by default it has every one.</summary>
    public Func<string, bool> RegistryHas { get; set; } = static _ => true;

    /// <summary>How a build goes: prints to the log, and throws when it fails.</summary>
    public Func<ImageBuildSpec, Action<string>, Task> Builds { get; set; } = static (_, _) => Task.CompletedTask;

    /// <summary>The tag of every image that was built, as often as it was.</summary>
    public ConcurrentQueue<string> Built { get; } = new();

    /// <summary>Puts an image there, as if it had been pulled or built before.</summary>
    public void AddImage(string image, ImageInfo? info = null)
    {
        lock (_lock)
            _images[image] = info ?? new ImageInfo { Id = $"sha256:{image}" };
    }

    /// <summary>Ends the builds that run without a result, as an engine does whose clients are gone.</summary>
    public void ForgetBuilds()
    {
        lock (_lock)
            _builds.Clear();
    }

    public Task<ImageInfo?> InspectImageAsync(string image, CancellationToken cancellationToken) => CallAsync(
        new EngineCall(EngineOperation.InspectImage, image), () => _images.GetValueOrDefault(image), cancellationToken);

    public Task PullImageAsync(string image, CancellationToken cancellationToken, RegistryCredentials? credentials = null) => CallAsync(
        new EngineCall(EngineOperation.Pull, image),
        () => RegistryHas(image)
            ? _images[image] = new ImageInfo { Id = $"sha256:{image}" }
            : throw new EngineException(EngineError.NoSuchImage, $"No registry has the image {image}."),
        cancellationToken);

    public async Task<ImageInfo> BuildImageAsync(ImageBuildSpec spec, Action<string> log, CancellationToken cancellationToken)
    {
        await CallAsync(new EngineCall(EngineOperation.Build, spec.Tag), static () => true, cancellationToken);
        Task<ImageInfo> build;
        lock (_lock)
        {
            if (!_builds.TryGetValue(spec.Tag, out build!))
                _builds.Add(spec.Tag, build = Task.Run(() => BuildAsync(spec, log), CancellationToken.None));
        }

        return await build.WaitAsync(cancellationToken);
    }

    public Task RemoveImageAsync(string image, CancellationToken cancellationToken) => CallAsync(
        new EngineCall(EngineOperation.RemoveImage, image), () => _images.Remove(image), cancellationToken);

    private async Task<ImageInfo> BuildAsync(ImageBuildSpec spec, Action<string> log)
    {
        Built.Enqueue(spec.Tag);
        try
        {
            await Builds(spec, log);
            AddImage(spec.Tag, new ImageInfo { Id = $"sha256:{spec.Tag}", Labels = spec.Labels });
            lock (_lock)
                return _images[spec.Tag];
        }
        finally
        {
            lock (_lock)
                _builds.Remove(spec.Tag);
        }
    }
}
