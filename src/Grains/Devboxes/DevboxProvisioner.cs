using System.Diagnostics;
using BenchCluster.Blueprints;
using BenchCluster.Engine;
using BenchCluster.Nodes;
using BenchCluster.Snapshots;

namespace BenchCluster.Devboxes;

/// <summary>Carries out the effects of a devbox's start and end, against the engine and the agent.</summary>
internal sealed class DevboxProvisioner(
    IContainerEngine engine,
    IPeerImages peers,
    IDevboxHost host,
    DevboxServices services,
    NodeIdentity identity,
    DevboxOptions options,
    TimeProvider clock)
{
    private const string DefaultUserLabel = "benchcluster.default-user";
    private static readonly TimeSpan BuildPoll = TimeSpan.FromSeconds(20);

    /// <summary>A container that ends this soon after the kernel killed in it ended for want of memory.</summary>
    public static readonly TimeSpan JustNow = TimeSpan.FromSeconds(5);

    /// <summary>How often a container whose agent does not answer yet is looked at: it may have ended.</summary>
    private static readonly TimeSpan AgentPoll = TimeSpan.FromSeconds(1);

    /// <summary>The container's name: the same for the same devbox and epoch.</summary>
    public string NameOf(string devboxId, int epoch) => $"bench-{identity.Cluster}-{devboxId}-{epoch}";

    /// <summary>Finds the image on the node, waiting for a blueprint's build and pulling a named image.</summary>
    public async Task<DevboxEvent> ResolveImageAsync(DevboxState state, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var spec = state.Spec!;
        if (spec.Request.SnapshotId is { } snapshotId)
        {
            var disk = await grains.GetGrain<ISnapshotDisk>(snapshotId).Disk();
            var user = spec.Request.LaunchParameters?.UserParameters?.Username ?? disk.Facts.User;
            return new DevboxEvent.ImageResolved(disk.Image, new DevboxFacts(user, spec.WorkingDirectory ?? disk.Facts.WorkingDirectory));
        }

        var image = spec.Request.Image ?? options.BaseImage;
        var isBase = spec.Request is { Image: null, BlueprintId: null };
        if (spec.Request.BlueprintId is { } blueprintId)
        {
            var blueprint = grains.GetGrain<IBlueprintGrain>(blueprintId);
            var built = await blueprint.GetImage(BuildPoll, cancellationToken);
            while (built.Status is BlueprintStatus.Queued or BlueprintStatus.Building)
                built = await blueprint.GetImage(BuildPoll, cancellationToken);
            if (built.Status is BlueprintStatus.Failed)
                return Failure(FailureReason.ExecutionFailed, $"The blueprint {blueprintId} could not be built: {built.FailureMessage}");
            image = built.Image;
            isBase = built.IsOnBase;
        }

        var info = await engine.InspectImageAsync(image, cancellationToken);
        if (info is null)
        {
            await FetchAsync(image, cancellationToken);
            info = await engine.InspectImageAsync(image, cancellationToken)
                ?? throw new EngineException(EngineError.NoSuchImage, $"The image '{image}' is not on the node after it was pulled.");
        }

        return new DevboxEvent.ImageResolved(image, FactsOf(spec, info, isBase));
    }

    /// <summary>Creates and starts the container, or adopts it, and waits for its agent.</summary>
    public async Task<DevboxEvent> ProvisionAsync(DevboxState state, CancellationToken cancellationToken)
    {
        var request = state.Spec!.Request;
        var spec = new ContainerSpec
        {
            Name = NameOf(state.Id, state.Epoch),
            DevboxId = state.Id,
            Epoch = state.Epoch,
            Image = state.Image!,
            Environment = request.EnvironmentVariables ?? new Dictionary<string, string>(),
            Limits = DevboxSizes.LimitsOf(request.LaunchParameters),
            Network = NetworkOf(request),
            RunDirectory = host.PrepareRunDirectory(state.Id),
            LoopbackNames = DevboxServices.LoopbackNames(state),
        };
        try
        {
            await LaunchAsync(spec, cancellationToken);
        }
        catch (EngineException e) when (e.Error is EngineError.NoSuchContainer)
        {
            // It, or the network that it was to join, has ended meanwhile: a silo stopped, or the engine was killed.
            await engine.RemoveAsync(spec.Name, cancellationToken);
            await LaunchAsync(spec, cancellationToken);
        }

        await services.StartAsync(state, NameOf(state.Id, state.Epoch), cancellationToken);
        return await AwaitAgentAsync(state, cancellationToken);
    }

    private async Task LaunchAsync(ContainerSpec spec, CancellationToken cancellationToken)
    {
        var container = await CreateAsync(spec, cancellationToken);
        if (!container.IsRunning)
            await engine.StartAsync(container.Id, cancellationToken);
    }

    /// <summary>Creates it; the image may have been found on another node than the one that it is on now.</summary>
    private async Task<ContainerInfo> CreateAsync(ContainerSpec spec, CancellationToken cancellationToken)
    {
        // Seen through: a container that the engine makes after it was given up on is removed by nobody but the reaper.
        try
        {
            return await engine.CreateAsync(spec, CancellationToken.None);
        }
        catch (EngineException e) when (e.Error is EngineError.NoSuchImage)
        {
            await FetchAsync(spec.Image, cancellationToken);
            return await engine.CreateAsync(spec, CancellationToken.None);
        }
    }

    /// <summary>Brings an image to this node: from one that has it, or a registry.</summary>
    private async Task FetchAsync(string image, CancellationToken cancellationToken)
    {
        if (!await peers.TryFetchAsync(image, cancellationToken))
            await engine.PullImageAsync(image, cancellationToken);
    }

    /// <summary>Starts the container of a suspended devbox again, and waits for its agent.</summary>
    public async Task<DevboxEvent> RestartAsync(DevboxState state, CancellationToken cancellationToken)
    {
        // Not made anew where it is gone: with an empty disk it would look as if nothing had been lost.
        if (await engine.InspectAsync(NameOf(state.Id, state.Epoch), cancellationToken) is not { } container)
            return Failure(FailureReason.ExecutionFailed, "Its disk is gone: the container was removed while it was suspended.", isInfrastructure: true);
        if (!container.IsRunning)
            await engine.StartAsync(container.Id, cancellationToken);
        await services.StartAsync(state, NameOf(state.Id, state.Epoch), cancellationToken);
        return await AwaitAgentAsync(state, cancellationToken);
    }

    /// <summary>Says what the devbox can reach from now on.</summary>
    /// <param name="network">Null for what it was asked for with.</param>
    public Task SetNetworkAsync(DevboxState state, ContainerNetwork? network, CancellationToken cancellationToken) =>
        engine.SetNetworkAsync(NameOf(state.Id, state.Epoch), network ?? NetworkOf(state.Spec!.Request), cancellationToken);

    /// <summary>What became of the container that was started; null while it runs.</summary>
    public async Task<DevboxEvent?> CheckAsync(DevboxState state, CancellationToken cancellationToken) =>
        await engine.InspectAsync(NameOf(state.Id, state.Epoch), cancellationToken) switch
        {
            null => Lost(state, FailureReason.ExecutionFailed, "Its container is gone.", isInfrastructure: true),
            { IsRunning: true } => null,
            var container => Ended(state, container),
        };

    /// <summary>Removes the container, whatever state it is in.</summary>
    public async Task ReleaseAsync(DevboxState state, CancellationToken cancellationToken)
    {
        // One that was started anew from the image may have left the container before.
        for (var epoch = state.Epoch; epoch > 0 && (epoch == state.Epoch || state.Renewal is { IsFromImage: true }); epoch--)
        {
            await services.RemoveAsync(state, NameOf(state.Id, epoch), cancellationToken);
            await engine.RemoveAsync(NameOf(state.Id, epoch), cancellationToken);
        }
    }

    /// <summary>The failure that an exception means, or null when trying again may help.</summary>
    public DevboxEvent? Explain(Exception exception) => exception switch
    {
        EngineException { Error: EngineError.Unavailable } => null,
        EngineException { Error: EngineError.DiskFull } e => Failure(FailureReason.OutOfDisk, e.Message, isInfrastructure: true),
        EngineException { Error: EngineError.Other or EngineError.NoSuchContainer } e => Failure(FailureReason.ExecutionFailed, e.Message, isInfrastructure: true),
        EngineException e => Failure(FailureReason.ExecutionFailed, e.Message),
        BenchException { Code: BenchError.Unavailable } => null,
        BenchException { Code: BenchError.DiskFull } e => Failure(FailureReason.OutOfDisk, e.Message),
        BenchException e => Failure(FailureReason.ExecutionFailed, e.Message),
        AgentUnreachableException => null,
        LaunchStepException e => Failure(FailureReason.ExecutionFailed, e.Message),
        TimeoutException or OrleansException => null,
        _ => Failure(FailureReason.ExecutionFailed, $"Unexpected: {exception.Message}", isInfrastructure: true),
    };

    private static ContainerNetwork NetworkOf(DevboxCreateRequest request) =>
        request.LaunchParameters?.NetworkMode is NetworkMode.NoNetwork ? ContainerNetwork.None : ContainerNetwork.Bridge;

    private static DevboxFacts FactsOf(DevboxSpec spec, ImageInfo image, bool isBase)
    {
        var user = spec.Request.LaunchParameters?.UserParameters?.Username
            ?? (isBase ? image.Labels.GetValueOrDefault(DefaultUserLabel) : null)
            ?? (string.IsNullOrEmpty(image.User) ? null : image.User)
            ?? "root";
        var workingDirectory = spec.WorkingDirectory
            ?? (image.WorkingDirectory is null or "" or "/" ? null : image.WorkingDirectory);
        return new DevboxFacts(user, workingDirectory);
    }

    /// <summary>Waits for the agent, as long as it may take and the container runs.</summary>
    private async Task<DevboxEvent> AwaitAgentAsync(DevboxState state, CancellationToken cancellationToken)
    {
        var agent = host.Connect(state.Id);
        var begun = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begun) < options.StartTimeout)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(AgentPoll);
            try
            {
                await agent.AwaitReadyAsync(limit.Token);
                return new DevboxEvent.Provisioned(state.Epoch, state.Boot, Now);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                if (await CheckAsync(state, cancellationToken) is { } lost)
                    return lost;
            }
        }

        return Failure(FailureReason.HealthCheckFailed, $"The agent in the container did not answer within {options.StartTimeout.TotalSeconds:0} s.", isInfrastructure: true);
    }

    private DevboxEvent.ContainerLost Ended(DevboxState state, ContainerInfo container) => container.WasOutOfMemory || state.OutOfMemoryAt.Any(at => Now - at < JustNow)
        ? Lost(state, FailureReason.OutOfMemory, "Its container ran out of memory.", isInfrastructure: false)
        // A signal, which from inside the agent takes none of: the engine that begins and ends what it finds running, an operator,
        // a machine going down.
        : Lost(state, FailureReason.ExecutionFailed, $"Its container ended with exit status {container.ExitCode}.",
            // So is 0 where the agent has not answered yet: an engine that was killed says it of what it had not started.
            isInfrastructure: container.ExitCode is 130 or 137 or 143 or 255 || (container.ExitCode is 0 && !state.NeedsContainer));

    private DevboxEvent.Failed Failure(FailureReason reason, string message, bool isInfrastructure = false) =>
        new(reason, message, isInfrastructure, Now);

    private DevboxEvent.ContainerLost Lost(DevboxState state, FailureReason reason, string message, bool isInfrastructure) =>
        new(state.Epoch, reason, message, isInfrastructure, Now);

    private DateTimeOffset Now => clock.GetUtcNow();
}
