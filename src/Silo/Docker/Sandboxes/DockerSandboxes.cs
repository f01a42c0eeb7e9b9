using System.Collections.Concurrent;
using System.Threading.Channels;
using BenchCluster.Engine;
using Docker.DotNet.Models;

namespace BenchCluster.Docker.Sandboxes;

/// <summary>
/// Pre-made network namespaces for devboxes to join: making one takes two thirds of the time of making a container. A
/// sandbox is a container that does nothing but hold its namespace; no process of a devbox outlives the devbox's own
/// container, so the next one finds it empty.
/// </summary>
internal sealed partial class DockerSandboxes(
    DockerConnection connection, DockerNetwork network, DockerOptions options, TimeProvider time, ILogger logger)
{
    private static readonly ContainerNetwork[] Networks = [ContainerNetwork.Bridge, ContainerNetwork.None];

    private readonly Dictionary<ContainerNetwork, SandboxPool> _pools =
        Networks.ToDictionary(kind => kind, _ => new SandboxPool(options.MostSandboxes));

    private readonly ConcurrentDictionary<string, byte> _spoiled = new();
    private readonly Channel<bool> _demand = Channel.CreateBounded<bool>(1);

    /// <summary>Whether there are sandboxes and no devboxes.</summary>
    public bool AreIdle => _pools.Values.Any(pool => pool.IsIdle);

    /// <summary>A sandbox for a new devbox, or null when none is idle.</summary>
    public string? Take(ContainerNetwork kind)
    {
        var sandbox = _pools[kind].Take(time.GetUtcNow());
        _demand.Writer.TryWrite(true);
        return sandbox;
    }

    /// <summary>
    /// A sandbox for a new devbox, made where none is idle: services beside it are in its network, which has to outlive a new
    /// start of the devbox's own container.
    /// </summary>
    public async Task<string> TakeOrMakeAsync(ContainerNetwork kind)
    {
        if (Take(kind) is { } idle)
            return idle;
        var made = await CreateAsync(kind);
        _pools[kind].Adopt(made, time.GetUtcNow());
        return made;
    }

    /// <summary>A sandbox's network is about to be changed: no other devbox gets it.</summary>
    public void Spoil(string sandbox) => _spoiled.TryAdd(sandbox, 0);

    /// <summary>A devbox is gone; it had this sandbox, or none.</summary>
    public async Task ReturnAsync(ContainerNetwork kind, string? sandbox)
    {
        if (sandbox is not null && _spoiled.TryRemove(sandbox, out _))
        {
            _pools[kind].Discard(sandbox);
            await RemoveAsync(sandbox, CancellationToken.None);
        }
        else if (!_pools[kind].Return(sandbox) && sandbox is not null)
            await RemoveAsync(sandbox, CancellationToken.None);
        _demand.Writer.TryWrite(true);
    }

    /// <summary>Starts a sandbox; seen through, as all starts are.</summary>
    public Task StartAsync(string sandbox) => connection.CallAsync(
        DockerCall.OnContainer("Start", sandbox) with { Failure = EngineError.StartFailed },
        (client, token) => client.Containers.StartContainerAsync(sandbox, new(), token),
        CancellationToken.None);

    /// <summary>Waits until there may be something to do, or the time is over.</summary>
    /// <returns>Whether there may be.</returns>
    public async Task<bool> WaitAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(longest);
        try
        {
            return await _demand.Reader.ReadAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Makes what is missing, one after another: devboxes need the machine too.</summary>
    public async Task FillAsync(CancellationToken cancellationToken)
    {
        foreach (var (kind, pool) in _pools)
        {
            while (pool.Missing > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                pool.Add(await CreateAsync(kind));
            }
        }
    }

    /// <summary>Compares with what the engine has, and removes what is wanted no more.</summary>
    public async Task ReconcileAsync(CancellationToken cancellationToken)
    {
        var all = await ListAsync(cancellationToken);
        var devboxes = all.Where(entry => DockerLabels.OwnerIn(entry.Labels) is not null).ToList();
        var joined = devboxes.Select(entry => DockerLabels.SandboxIn(entry.Labels)).OfType<string>().ToHashSet();
        foreach (var (kind, pool) in _pools)
        {
            var mine = all.Where(entry => IsSandbox(entry, kind)).ToList();
            // One whose network was changed when a silo ended is nothing for another devbox.
            var running = mine.Where(entry => entry.State is "running" && HasNetwork(entry, kind)).Select(NameOf).ToHashSet();
            var live = devboxes.Count(entry => DockerLabels.NetworkIn(entry.Labels) == kind);
            var surplus = pool.Observe(running, joined.Where(running.Contains).ToHashSet(), live, time.GetUtcNow());
            var ended = mine
                .Where(entry => (entry.State is "exited" or "dead" || (entry.State is "running" && !HasNetwork(entry, kind))) && !joined.Contains(NameOf(entry)))
                .Select(NameOf);
            foreach (var sandbox in surplus.Concat(ended))
                await RemoveAsync(sandbox, cancellationToken);
        }
    }

    /// <summary>Removes all that no devbox has joined.</summary>
    public async Task EmptyAsync(CancellationToken cancellationToken) =>
        await Task.WhenAll(_pools.Values.SelectMany(pool => pool.Empty()).Select(sandbox => RemoveAsync(sandbox, cancellationToken)));

    private static bool IsSandbox(ContainerListResponse entry, ContainerNetwork kind) =>
        DockerLabels.OwnerIn(entry.Labels) is null
        && entry.Labels.TryGetValue(DockerLabels.Network, out var name) && name == DockerLabels.NameOf(kind);

    private bool HasNetwork(ContainerListResponse entry, ContainerNetwork kind) =>
        entry.NetworkSettings?.Networks is not { } networks || networks.ContainsKey(network.ModeOf(kind));

    private static string NameOf(ContainerListResponse entry) => entry.Names[0].TrimStart('/');

    private async Task<string> CreateAsync(ContainerNetwork kind)
    {
        var name = $"bench-{options.ClusterId}-sandbox-{Guid.NewGuid():N}";
        await network.EnsureAsync(kind, CancellationToken.None);
        var parameters = SandboxParameters.Of(name, DockerLabels.NameOf(kind), network.ModeOf(kind), options);
        await connection.CallAsync(
            new DockerCall($"Creation of sandbox {name}", EngineError.NoSuchImage, EngineError.NameTaken),
            async (client, token) => await client.Containers.CreateContainerAsync(parameters, token),
            CancellationToken.None);
        try
        {
            await StartAsync(name);
        }
        catch
        {
            network.Forget();
            await RemoveAsync(name, CancellationToken.None);
            throw;
        }

        return name;
    }

    private async Task RemoveAsync(string sandbox, CancellationToken cancellationToken)
    {
        try
        {
            await connection.CallAsync(
                DockerCall.OnContainer("Removal", sandbox),
                (client, token) => client.Containers.RemoveContainerAsync(sandbox, new() { Force = true, RemoveVolumes = true }, token),
                cancellationToken);
        }
        catch (EngineException e) when (e.Error is EngineError.NoSuchContainer)
        {
            // That is what was asked for.
        }
        catch (EngineException e)
        {
            // The next look at what there is finds it again.
            LogRemovalFailed(logger, sandbox, e.Message);
        }
    }

    private Task<IList<ContainerListResponse>> ListAsync(CancellationToken cancellationToken)
    {
        var parameters = new ContainersListParameters
        {
            All = true,
            Filters = new Dictionary<string, IDictionary<string, bool>>
            {
                ["label"] = new Dictionary<string, bool>
                {
                    [$"{DockerLabels.Cluster}={options.ClusterId}"] = true,
                    [$"{DockerLabels.Node}={options.NodeName}"] = true,
                },
            },
        };
        return connection.CallAsync(
            new DockerCall("List of sandboxes", EngineError.Other),
            (client, token) => client.Containers.ListContainersAsync(parameters, token),
            cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The sandbox {Sandbox} could not be removed: {Reason}")]
    private static partial void LogRemovalFailed(ILogger logger, string sandbox, string reason);
}
