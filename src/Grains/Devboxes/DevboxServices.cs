using System.Diagnostics;
using BenchCluster.Blueprints;
using BenchCluster.Engine;

namespace BenchCluster.Devboxes;

/// <summary>The containers beside a devbox: started after its own, whose network they have, and removed before it.</summary>
internal sealed class DevboxServices(IContainerEngine engine)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(10);

    /// <summary>The services that launch parameters require, of those that a blueprint has.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.InvalidField"/>: there is none of the name.</exception>
    public static IReadOnlyList<ContainerizedService>? Required(IReadOnlyList<string>? names, IReadOnlyList<ContainerizedService>? offered) =>
        names is null or [] ? null : [.. names.Distinct().Select(name => offered?.FirstOrDefault(service => service.Name == name)
            ?? throw BenchException.Invalid("launch_parameters.required_services", $"the devbox's blueprint has no service '{name}'."))];

    /// <summary>Starts all, or finds them, and waits until they are healthy.</summary>
    /// <exception cref="LaunchStepException">One does not become so.</exception>
    public Task StartAsync(DevboxState state, string container, CancellationToken cancellationToken) => Task.WhenAll(
        (state.Spec!.Services ?? []).Select(service => StartAsync(state, container, service, cancellationToken)));

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
        if (await engine.InspectImageAsync(service.Image, cancellationToken) is null)
            await engine.PullImageAsync(service.Image, cancellationToken);
        var options = ServiceOptions.Parse(service.Options);
        var spec = new ServiceSpec
        {
            Name = NameOf(container, service),
            DevboxId = state.Id,
            Epoch = state.Epoch,
            NetworkOf = container,
            Image = service.Image,
            Environment = service.Env ?? new Dictionary<string, string>(),
            Limits = DevboxSizes.LimitsOf(state.Spec!.Request.LaunchParameters),
            HealthCommand = options.HealthCommand,
            User = options.User,
            WorkingDirectory = options.WorkingDirectory,
            Entrypoint = options.Entrypoint,
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
