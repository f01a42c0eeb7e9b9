using BenchCluster.Docker.Sandboxes;
using BenchCluster.Engine;
using Docker.DotNet.Models;
using ContainerSpec = BenchCluster.Engine.ContainerSpec;
using ServiceSpec = BenchCluster.Engine.ServiceSpec;

namespace BenchCluster.Docker;

/// <summary>Containers: made, started, stopped, changed, looked at and removed.</summary>
internal sealed partial class DockerContainers(
    DockerConnection connection,
    HostLimits host,
    DockerNetwork network,
    DockerSandboxes sandboxes,
    DockerOptions options,
    TimeProvider time,
    ILogger logger)
{
    private static readonly TimeSpan NamePause = TimeSpan.FromMilliseconds(20);

    /// <summary>How long a start that is no longer wanted is waited for.</summary>
    private static readonly TimeSpan LongestSeenThrough = TimeSpan.FromSeconds(5);

    /// <inheritdoc cref="IContainerEngine.CreateAsync"/>
    public async Task<ContainerInfo> CreateAsync(ContainerSpec spec, CancellationToken cancellationToken)
    {
        var call = new DockerCall($"Creation of container {spec.Name} from image {spec.Image}", EngineError.NoSuchImage, EngineError.NameTaken);
        var started = time.GetTimestamp();
        var sandbox = spec.LoopbackNames.Count > 0 ? await sandboxes.TakeOrMakeAsync(spec.Network) : sandboxes.Take(spec.Network);
        while (true)
        {
            try
            {
                await SendCreateAsync(call, spec, sandbox, cancellationToken);
                return await InspectAsync(spec.Name, cancellationToken)
                    ?? throw new EngineException(EngineError.NoSuchContainer, $"Container {spec.Name} was removed while it was made.");
            }
            catch (EngineException e) when (e.Error is EngineError.NameTaken)
            {
                if (await FindAsync(spec.Name, cancellationToken) is { } found)
                {
                    await sandboxes.ReturnAsync(spec.Network, sandbox);
                    return Adopt(spec, found, e);
                }

                // The engine takes the name some time before the container can be seen, and gives it back some time
                // after it has gone. It tells of neither.
                if (time.GetElapsedTime(started) > options.CallTimeout)
                    throw;
            }

            await Task.Delay(NamePause, time, cancellationToken);
        }
    }

    /// <inheritdoc cref="IContainerEngine.CreateServiceAsync"/>
    public async Task<ContainerInfo> CreateServiceAsync(ServiceSpec spec, CancellationToken cancellationToken)
    {
        if (await InspectAsync(spec.Name, cancellationToken) is { } found && found.DevboxId == spec.DevboxId && found.Epoch == spec.Epoch)
            return found;
        spec = spec with { Limits = await host.FitAsync(spec.Limits, cancellationToken) };
        var made = await connection.CallAsync(
            new DockerCall($"Creation of container {spec.Name} from image {spec.Image}", EngineError.NoSuchImage, EngineError.NameTaken),
            (client, token) => client.Containers.CreateContainerAsync(ServiceParameters.Of(spec, options), token),
            cancellationToken);
        return await InspectAsync(made.ID, cancellationToken)
            ?? throw new EngineException(EngineError.NoSuchContainer, $"Container {spec.Name} was removed while it was made.");
    }

    /// <inheritdoc cref="IContainerEngine.StartAsync"/>
    public async Task StartAsync(string container, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var call = DockerCall.OnContainer("Start", container) with { Conflict = EngineError.StartFailed, Failure = EngineError.StartFailed };
        try
        {
            await SendAsync();
        }
        catch (EngineException e) when (e.Message.Contains("cannot join network", StringComparison.OrdinalIgnoreCase))
        {
            // Its sandbox has ended with the engine.
            if (await FindAsync(container, cancellationToken) is not { } found || DockerLabels.SandboxIn(found.Config.Labels) is not { } sandbox)
                throw;
            await sandboxes.StartAsync(sandbox);
            await SendAsync();
        }

        // Seen through, unless the engine hangs: of a start that is broken off it may keep an endpoint, and the network with
        // it, for ever.
        async Task SendAsync()
        {
            var start = connection.CallAsync(
                call, (client, token) => client.Containers.StartContainerAsync(container, new(), token), CancellationToken.None);
            try
            {
                await start.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                await Task.WhenAny(start, Task.Delay(LongestSeenThrough, time, CancellationToken.None));
                throw;
            }
        }
    }

    /// <inheritdoc cref="IContainerEngine.StopAsync"/>
    public Task StopAsync(string container, TimeSpan grace, CancellationToken cancellationToken)
    {
        var seconds = (uint)Math.Ceiling(Math.Max(0, grace.TotalSeconds));
        return connection.CallAsync(
            DockerCall.OnContainer("Stop", container),
            (client, token) => client.Containers.StopContainerAsync(container, new() { WaitBeforeKillSeconds = seconds }, token),
            cancellationToken,
            timeout: options.CallTimeout + TimeSpan.FromSeconds(seconds));
    }

    /// <inheritdoc cref="IContainerEngine.RemoveAsync"/>
    public async Task RemoveAsync(string container, CancellationToken cancellationToken)
    {
        if (await FindAsync(container, cancellationToken) is not { } found)
            return;
        await SendRemoveAsync(container, cancellationToken);
        if (OwnIn(found) is null)
            return;
        var sandbox = DockerLabels.SandboxIn(found.Config.Labels);
        if (sandbox is not null)
            SandboxedNetwork.Forget(found.Mounts);
        await sandboxes.ReturnAsync(DockerLabels.NetworkIn(found.Config.Labels), sandbox);
    }

    private async Task SendRemoveAsync(string container, CancellationToken cancellationToken)
    {
        var call = DockerCall.OnContainer("Removal", container);
        try
        {
            var parameters = new ContainerRemoveParameters { Force = true, RemoveVolumes = true };
            await connection.CallAsync(
                call,
                async (client, token) => await client.Containers.RemoveContainerAsync(container, parameters, token),
                cancellationToken);
        }
        catch (EngineException e) when (e.Error is EngineError.NoSuchContainer)
        {
            // That is what was asked for.
        }
        catch (EngineException e) when (e.Message.Contains("already in progress", StringComparison.OrdinalIgnoreCase))
        {
            await WaitRemovedAsync(call, container, cancellationToken);
        }
    }

    /// <inheritdoc cref="IContainerEngine.InspectAsync"/>
    public async Task<ContainerInfo?> InspectAsync(string container, CancellationToken cancellationToken) =>
        await FindAsync(container, cancellationToken) is { } found ? OwnIn(found) : null;

    /// <inheritdoc cref="IContainerEngine.ListAsync"/>
    public async Task<IReadOnlyList<ContainerInfo>> ListAsync(CancellationToken cancellationToken)
    {
        var parameters = new ContainersListParameters
        {
            All = true,
            Filters = new Dictionary<string, IDictionary<string, bool>>
            {
                ["label"] = new Dictionary<string, bool> { [$"{DockerLabels.Cluster}={options.ClusterId}"] = true },
            },
        };
        var listed = await connection.CallAsync(
            new DockerCall("List of containers", EngineError.Other),
            (client, token) => client.Containers.ListContainersAsync(parameters, token),
            cancellationToken);

        var containers = new List<ContainerInfo>(listed.Count);
        foreach (var entry in listed)
        {
            if (DockerLabels.OwnerIn(entry.Labels) is not { } owner)
                continue;
            // The list does not say how a container ended; those few are looked at one by one.
            var container = entry.State is "running" ? InfoOf(entry, owner) : await InspectAsync(entry.ID, cancellationToken);
            if (container is not null)
                containers.Add(container);
        }

        return containers;
    }

    /// <inheritdoc cref="IContainerEngine.UpdateLimitsAsync"/>
    public async Task UpdateLimitsAsync(string container, ContainerLimits limits, CancellationToken cancellationToken)
    {
        var parameters = ContainerParameters.Of(await host.FitAsync(limits, cancellationToken));
        await connection.CallAsync(
            DockerCall.OnContainer("Change of limits", container),
            (client, token) => client.Containers.UpdateContainerAsync(container, parameters, token),
            cancellationToken);
    }

    private static ContainerInfo InfoOf(ContainerInspectResponse response, (string DevboxId, int Epoch) owner) => new()
    {
        Id = response.ID,
        Name = response.Name.TrimStart('/'),
        DevboxId = owner.DevboxId,
        Epoch = owner.Epoch,
        IsRunning = response.State.Running,
        ExitCode = response.State.Status is "exited" or "dead" ? (int)response.State.ExitCode : null,
        WasOutOfMemory = response.State.OOMKilled,
        Health = response.State.Health?.Status switch
        {
            "starting" => ContainerHealth.Starting,
            "healthy" => ContainerHealth.Healthy,
            "unhealthy" => ContainerHealth.Unhealthy,
            _ => ContainerHealth.Unchecked,
        },
        CreatedAt = Utc(response.Created),
    };

    private static ContainerInfo InfoOf(ContainerListResponse entry, (string DevboxId, int Epoch) owner) => new()
    {
        Id = entry.ID,
        Name = entry.Names[0].TrimStart('/'),
        DevboxId = owner.DevboxId,
        Epoch = owner.Epoch,
        IsRunning = true,
        CreatedAt = Utc(entry.Created),
    };

    private static DateTimeOffset Utc(DateTime time) => new(time.ToUniversalTime(), TimeSpan.Zero);

    private async Task SendCreateAsync(DockerCall call, ContainerSpec spec, string? sandbox, CancellationToken cancellationToken)
    {
        if (sandbox is null)
            await network.EnsureAsync(spec.Network, cancellationToken);
        var limitsDisk = await host.CanLimitDiskAsync(cancellationToken);
        spec = spec with { Limits = await host.FitAsync(spec.Limits, cancellationToken) };
        try
        {
            await SendAsync(limitsDisk);
        }
        catch (EngineException e) when (limitsDisk && host.GiveUpOnDisk(e))
        {
            await SendAsync(limitsDisk: false);
        }

        Task SendAsync(bool limitsDisk) => connection.CallAsync(
            call,
            (client, token) => client.Containers.CreateContainerAsync(ContainerParameters.Of(spec, options, limitsDisk, network.ModeOf(spec.Network), sandbox), token),
            cancellationToken);
    }

    private ContainerInfo Adopt(ContainerSpec spec, ContainerInspectResponse response, EngineException conflict)
    {
        if (OwnIn(response) is not { } found || found.DevboxId != spec.DevboxId || found.Epoch != spec.Epoch)
            throw conflict;
        Log.Adopted(logger, found.Name, found.DevboxId, found.Epoch);
        return found;
    }

    /// <summary>The container, if it is this cluster's.</summary>
    private ContainerInfo? OwnIn(ContainerInspectResponse response) =>
        response.Config?.Labels is { } labels
        && labels.TryGetValue(DockerLabels.Cluster, out var cluster) && cluster == options.ClusterId
        && DockerLabels.OwnerIn(labels) is { } owner
            ? InfoOf(response, owner)
            : null;

    private async Task<ContainerInspectResponse?> FindAsync(string container, CancellationToken cancellationToken)
    {
        try
        {
            return await connection.CallAsync(
                DockerCall.OnContainer("Inspection", container),
                (client, token) => client.Containers.InspectContainerAsync(container, token),
                cancellationToken);
        }
        catch (EngineException e) when (e.Error is EngineError.NoSuchContainer)
        {
            return null;
        }
    }

    private async Task WaitRemovedAsync(DockerCall call, string container, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Post, $"containers/{Uri.EscapeDataString(container)}/wait?condition=removed");
        try
        {
            await connection.SendAsync(
                call,
                request,
                options.CallTimeout,
                async (answer, token) =>
                {
                    await answer.CopyToAsync(Stream.Null, token);
                    return true;
                },
                cancellationToken);
        }
        catch (EngineException e) when (e.Error is EngineError.NoSuchContainer)
        {
            // It has gone in the meantime.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Container {Container} exists and is adopted (devbox {DevboxId}, epoch {Epoch}).")]
        public static partial void Adopted(ILogger logger, string container, string devboxId, int epoch);
    }
}
