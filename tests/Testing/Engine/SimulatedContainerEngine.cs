using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using BenchCluster.Engine;

namespace BenchCluster.Tests.Engine;

/// <summary>
/// A simulated container engine, for tests of scale and faults: nothing runs. It outlives the silos of a test, as a real
/// engine does, and keeps a record of what it was asked for. What a caller has given up on happens all the same.
/// </summary>
/// <param name="cluster">The cluster whose engine it is; other clusters' containers are neither listed nor told of.</param>
/// <param name="clock">What the containers' times are taken from.</param>
public sealed partial class SimulatedContainerEngine(string cluster, TimeProvider clock) : IContainerEngine
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, SimulatedContainer> _containers = [];
    private readonly List<Channel<ContainerEvent>> _watchers = [];
    private int _lastId;

    /// <summary>Whether an operation fails, and how; by default none does.</summary>
    public Func<EngineCall, EngineException?> Fails { get; set; } = static _ => null;

    /// <summary>How long an operation takes; by default no time.</summary>
    public Func<EngineCall, TimeSpan> Takes { get; set; } = static _ => TimeSpan.Zero;

    /// <summary>Called with the devbox of a container that does not run any more.</summary>
    public Action<string> Ended { get; set; } = static _ => { };

    /// <summary>Every call, in order.</summary>
    public ConcurrentQueue<EngineCall> Calls { get; } = new();

    /// <summary>The name of every container that was made, as often as it was.</summary>
    public ConcurrentQueue<string> Created { get; } = new();

    /// <summary>The most containers that there were at once.</summary>
    public int MostContainers { get; private set; }

    /// <summary>Whether the engine does not answer.</summary>
    public bool IsAway { get; private set; }

    /// <summary>Whether anybody follows the events.</summary>
    public bool IsWatched
    {
        get
        {
            lock (_lock)
                return _watchers.Count > 0;
        }
    }

    /// <summary>The containers that there are, of any cluster.</summary>
    public IReadOnlyList<SimulatedContainer> Containers
    {
        get
        {
            lock (_lock)
                return [.. _containers.Values];
        }
    }

    /// <summary>Makes the engine go away, which ends its event streams, or come back.</summary>
    public void SetAway(bool isAway)
    {
        lock (_lock)
        {
            IsAway = isAway;
            if (!isAway)
                return;
            foreach (var watcher in _watchers)
                watcher.Writer.TryComplete(Away());
            _watchers.Clear();
        }
    }

    /// <summary>Whether a container of the devbox runs.</summary>
    public bool Runs(string devboxId)
    {
        lock (_lock)
            return _containers.Values.Any(container => container.Info.IsRunning && container.Spec.DevboxId == devboxId);
    }

    /// <summary>Ends the devbox's container from outside, and tells who watches unless <paramref name="isTold"/> is false.</summary>
    public void Kill(string devboxId, int exitCode = 137, bool isOutOfMemory = false, bool isTold = true)
    {
        if (!TryKill(devboxId, exitCode, isOutOfMemory, isTold))
            throw new InvalidOperationException($"No container of {devboxId} runs.");
    }

    /// <summary>Like <see cref="Kill"/>; false when no container of the devbox runs.</summary>
    public bool TryKill(string devboxId, int exitCode = 137, bool isOutOfMemory = false, bool isTold = true)
    {
        lock (_lock)
        {
            if (_containers.Values.FirstOrDefault(c => c.Info.IsRunning && c.Spec.DevboxId == devboxId) is not { } container)
                return false;
            End(container, exitCode, isOutOfMemory);
            if (isTold)
                Tell(container, ContainerEventKind.Died, exitCode);
        }

        Ended(devboxId);
        return true;
    }

    /// <summary>Puts a container there that this cluster's grains did not ask for.</summary>
    public void Plant(string owner, ContainerSpec spec)
    {
        lock (_lock)
            Add(owner, spec);
    }

    public Task<EngineInfo> GetInfoAsync(CancellationToken cancellationToken) => CallAsync(
        new EngineCall(EngineOperation.Info, ""),
        () => new EngineInfo("simulated", "none", 2, 4L << 30, _containers.Values.Count(c => c.Info.IsRunning)),
        cancellationToken);

    public Task<ContainerInfo> CreateAsync(ContainerSpec spec, CancellationToken cancellationToken) => CallAsync(
        new EngineCall(EngineOperation.Create, spec.Name),
        () =>
        {
            if (!_images.ContainsKey(spec.Image))
                throw new EngineException(EngineError.NoSuchImage, $"There is no image {spec.Image}.");
            if (!_containers.TryGetValue(spec.Name, out var found))
            {
                Created.Enqueue(spec.Name);
                return Add(cluster, spec).Info;
            }

            return found.Cluster == cluster && found.Spec.DevboxId == spec.DevboxId && found.Spec.Epoch == spec.Epoch
                ? found.Info
                : throw new EngineException(EngineError.NameTaken, $"The container {spec.Name} is somebody else's.");
        },
        cancellationToken);

    public Task<ContainerInfo> CreateServiceAsync(ServiceSpec spec, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return CreateAsync(
            new ContainerSpec { Name = spec.Name, DevboxId = spec.DevboxId, Epoch = spec.Epoch, Image = spec.Image, Limits = spec.Limits, RunDirectory = "" },
            cancellationToken);
    }

    public Task StartAsync(string container, CancellationToken cancellationToken) => CallAsync(
        new EngineCall(EngineOperation.Start, container),
        () => Set(Existing(container), info => info with { IsRunning = true, ExitCode = null }),
        cancellationToken);

    public async Task StopAsync(string container, TimeSpan grace, CancellationToken cancellationToken)
    {
        var stopped = await CallAsync(
            new EngineCall(EngineOperation.Stop, container),
            () =>
            {
                var found = Existing(container);
                if (found.Info.IsRunning)
                {
                    End(found, 143, isOutOfMemory: false);
                    Tell(found, ContainerEventKind.Died, 143);
                }

                return found;
            },
            cancellationToken);
        Ended(stopped.Spec.DevboxId);
    }

    public Task CopyAsync(string from, string to, string path, CancellationToken cancellationToken) => CallAsync(
        new EngineCall(EngineOperation.Copy, from),
        () =>
        {
            _ = Existing(from);
            return Existing(to);
        },
        cancellationToken);

    public async Task RemoveAsync(string container, CancellationToken cancellationToken)
    {
        var removed = await CallAsync(
            new EngineCall(EngineOperation.Remove, container),
            () =>
            {
                if (Find(container) is not { } found)
                    return null;
                _containers.Remove(found.Info.Name);
                if (found.Info.IsRunning)
                    Tell(found, ContainerEventKind.Died, 137);
                Tell(found, ContainerEventKind.Removed, null);
                return found;
            },
            cancellationToken);
        if (removed is not null)
            Ended(removed.Spec.DevboxId);
    }

    public Task<ContainerInfo?> InspectAsync(string container, CancellationToken cancellationToken) => CallAsync(
        new EngineCall(EngineOperation.Inspect, container),
        () => Find(container) is { } found && found.Cluster == cluster ? found.Info : null,
        cancellationToken);

    public Task<IReadOnlyList<ContainerInfo>> ListAsync(CancellationToken cancellationToken) => CallAsync<IReadOnlyList<ContainerInfo>>(
        new EngineCall(EngineOperation.List, ""),
        () => [.. _containers.Values.Where(container => container.Cluster == cluster).Select(container => container.Info)],
        cancellationToken);

    public Task UpdateLimitsAsync(string container, ContainerLimits limits, CancellationToken cancellationToken) => CallAsync(
        new EngineCall(EngineOperation.UpdateLimits, container), () => Existing(container), cancellationToken);

    public async IAsyncEnumerable<ContainerEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var watcher = Channel.CreateUnbounded<ContainerEvent>();
        lock (_lock)
        {
            if (IsAway)
                throw Away();
            _watchers.Add(watcher);
        }

        try
        {
            await foreach (var happened in watcher.Reader.ReadAllAsync(cancellationToken))
                yield return happened;
        }
        finally
        {
            lock (_lock)
                _watchers.Remove(watcher);
        }
    }

    public Task<ImageInfo> CommitAsync(string container, string tag, CancellationToken cancellationToken) => CallAsync(
        new EngineCall(EngineOperation.Commit, container),
        () =>
        {
            _ = Existing(container);
            return _images[tag] = new ImageInfo { Id = $"sha256:{tag}" };
        },
        cancellationToken);

    private static EngineException Away() => new(EngineError.Unavailable, "The simulated engine is away.");

    private Task<T> CallAsync<T>(EngineCall call, Func<T> effect, CancellationToken cancellationToken)
    {
        Calls.Enqueue(call);
        // The engine goes on with what its caller has given up on, and not on the caller's scheduler.
        return Task.Run(PerformAsync, CancellationToken.None).WaitAsync(cancellationToken);

        async Task<T> PerformAsync()
        {
            if (Takes(call) is { Ticks: > 0 } time)
                await Task.Delay(time, CancellationToken.None);
            if (IsAway)
                throw Away();
            if (Fails(call) is { } failure)
                throw failure;
            lock (_lock)
                return effect();
        }
    }

    private SimulatedContainer Add(string owner, ContainerSpec spec)
    {
        var info = new ContainerInfo
        {
            Id = $"c{++_lastId:D8}",
            Name = spec.Name,
            DevboxId = spec.DevboxId,
            Epoch = spec.Epoch,
            IsRunning = false,
            CreatedAt = clock.GetUtcNow(),
        };
        var container = new SimulatedContainer(owner, spec, info);
        _containers.Add(spec.Name, container);
        MostContainers = Math.Max(MostContainers, _containers.Count);
        return container;
    }

    private void End(SimulatedContainer container, int exitCode, bool isOutOfMemory) =>
        Set(container, info => info with { IsRunning = false, ExitCode = exitCode, WasOutOfMemory = isOutOfMemory });

    private SimulatedContainer Set(SimulatedContainer container, Func<ContainerInfo, ContainerInfo> change) =>
        _containers[container.Info.Name] = container with { Info = change(container.Info) };

    private SimulatedContainer? Find(string nameOrId) =>
        _containers.GetValueOrDefault(nameOrId) ?? _containers.Values.FirstOrDefault(container => container.Info.Id == nameOrId);

    private SimulatedContainer Existing(string nameOrId) =>
        Find(nameOrId) ?? throw new EngineException(EngineError.NoSuchContainer, $"There is no container {nameOrId}.");

    private void Tell(SimulatedContainer container, ContainerEventKind kind, int? exitCode)
    {
        if (container.Cluster != cluster)
            return;
        foreach (var watcher in _watchers)
            watcher.Writer.TryWrite(new ContainerEvent(kind, container.Spec.DevboxId, container.Spec.Epoch, exitCode));
    }
}
