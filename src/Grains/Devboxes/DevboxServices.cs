using System.Diagnostics;
using BenchCluster.Blueprints;
using BenchCluster.Engine;

namespace BenchCluster.Devboxes;

/// <summary>The containers beside a devbox: started after its own, whose network they have, and removed before it.</summary>
internal sealed class DevboxServices(IContainerEngine engine, IPeerImages peers, IDevboxHost host, IGrainFactory grains)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BuildPoll = TimeSpan.FromSeconds(20);

    /// <summary>The services that launch parameters require, of those that a blueprint has.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.InvalidField"/>: there is none of the name.</exception>
    public static IReadOnlyList<ContainerizedService>? Required(IReadOnlyList<string>? names, IReadOnlyList<ContainerizedService>? offered) =>
        names is null or [] ? null : [.. names.Distinct().Select(name => offered?.FirstOrDefault(service => service.Name == name)
            ?? throw BenchException.Invalid("launch_parameters.required_services", $"the devbox's blueprint has no service '{name}'."))];

    /// <summary>By which names devbox and services find each other on the loopback that they share; the devbox is <c>main</c>, as in Harbor's tasks.</summary>
    public static IReadOnlyList<string> LoopbackNames(DevboxState state) =>
        state.Spec!.Services is { Count: > 0 } services ? ["main", .. services.Select(service => service.Name)] : [];

    /// <summary>Starts all, or finds them, each after those that it names, and waits until they are healthy.</summary>
    /// <exception cref="LaunchStepException">One does not become so.</exception>
    public Task StartAsync(DevboxState state, string container, CancellationToken cancellationToken)
    {
        var started = new Dictionary<string, Task>();
        foreach (var service in state.Spec!.Services ?? [])
        {
            var before = (service.After ?? []).Select(name => started.GetValueOrDefault(name) ?? Task.CompletedTask).ToList();
            started[service.Name] = StartAfterAsync(before, service);
        }

        return Task.WhenAll(started.Values);

        async Task StartAfterAsync(IReadOnlyList<Task> before, ContainerizedService service)
        {
            await Task.WhenAll(before);
            await StartAsync(state, container, service, cancellationToken);
        }
    }

    /// <summary>Stops all.</summary>
    public Task StopAsync(DevboxState state, string container, CancellationToken cancellationToken) => Task.WhenAll(
        NamesOf(state, container).Select(name => engine.StopAsync(name, StopGrace, cancellationToken)));

    /// <summary>Removes all.</summary>
    public Task RemoveAsync(DevboxState state, string container, CancellationToken cancellationToken) => Task.WhenAll(
        NamesOf(state, container).Select(name => engine.RemoveAsync(name, cancellationToken)));

    private static IEnumerable<string> NamesOf(DevboxState state, string container) =>
        (state.Spec!.Services ?? []).Select(service => NameOf(container, service));

    private static string NameOf(string container, ContainerizedService service) => $"{container}-{service.Name}";

    private async Task StartAsync(DevboxState state, string container, ContainerizedService service, CancellationToken cancellationToken)
    {
        var image = service.BlueprintId is { } blueprint ? await BuiltAsync(service, blueprint) : service.Image;
        if (await engine.InspectImageAsync(image, cancellationToken) is null && !await peers.TryFetchAsync(image, cancellationToken))
            await engine.PullImageAsync(image, cancellationToken);
        var options = ServiceOptions.Parse(service.Options);
        var spec = new ServiceSpec
        {
            Name = NameOf(container, service),
            DevboxId = state.Id,
            Epoch = state.Epoch,
            NetworkOf = container,
            Image = image,
            Environment = service.Env ?? new Dictionary<string, string>(),
            Limits = DevboxSizes.LimitsOf(state.Spec!.Request.LaunchParameters),
            HealthCommand = options.HealthCommand,
            User = options.User,
            WorkingDirectory = options.WorkingDirectory,
            Entrypoint = options.Entrypoint,
            Command = service.Command,
            RunDirectory = host.PrepareRunDirectory(state.Id),
            LoopbackNames = LoopbackNames(state),
        };
        spec = spec with
        {
            HealthInterval = options.HealthInterval ?? spec.HealthInterval,
            HealthTimeout = options.HealthTimeout ?? spec.HealthTimeout,
            HealthStartPeriod = options.HealthStartPeriod ?? spec.HealthStartPeriod,
            HealthRetries = options.HealthRetries ?? spec.HealthRetries,
        };
        // Seen through, as the devbox's own container is.
        var made = await engine.CreateServiceAsync(spec, CancellationToken.None);
        if (!made.IsRunning)
            await engine.StartAsync(made.Id, cancellationToken);
        await AwaitAsync(service, made.Id, cancellationToken);
    }

    /// <summary>The image of a service's own blueprint, once it is built.</summary>
    private async Task<string> BuiltAsync(ContainerizedService service, string blueprintId)
    {
        var blueprint = grains.GetGrain<IBlueprintGrain>(blueprintId);
        var built = await blueprint.GetImage(BuildPoll, CancellationToken.None);
        while (built.Status is BlueprintStatus.Queued or BlueprintStatus.Building)
            built = await blueprint.GetImage(BuildPoll, CancellationToken.None);
        return built.Status is BlueprintStatus.Failed
            ? throw new LaunchStepException($"The blueprint {blueprintId} of the service '{service.Name}' could not be built: {built.FailureMessage}")
            : built.Image;
    }

    private async Task AwaitAsync(ContainerizedService service, string container, CancellationToken cancellationToken)
    {
        for (var begun = Stopwatch.GetTimestamp(); ; await Task.Delay(Poll, cancellationToken))
        {
            switch (await engine.InspectAsync(container, cancellationToken))
            {
                case null:
                    throw new LaunchStepException($"The container of the service '{service.Name}' is gone.");
                case { IsRunning: false } ended:
                    throw new LaunchStepException($"The service '{service.Name}' ended with exit status {ended.ExitCode}.");
                case { Health: ContainerHealth.Unchecked or ContainerHealth.Healthy }:
                    return;
                case { Health: ContainerHealth.Unhealthy }:
                    throw new LaunchStepException($"The service '{service.Name}' is not healthy: its health check fails.");
            }

            if (Stopwatch.GetElapsedTime(begun) > Patience)
                throw new LaunchStepException($"The service '{service.Name}' was not healthy within {Patience.TotalMinutes:0} minutes.");
        }
    }
}
