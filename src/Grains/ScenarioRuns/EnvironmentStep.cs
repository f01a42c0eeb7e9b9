using BenchCluster.Devboxes;
using BenchCluster.Scenarios;
using BenchCluster.Secrets;

namespace BenchCluster.ScenarioRuns;

/// <summary>A run's devboxes: one an attempt, made, watched and ended.</summary>
internal sealed class EnvironmentStep(IGrainFactory grains, TimeProvider clock, ISecretVault vault)
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(20);
    private static readonly DevboxStatus[] Settled = [DevboxStatus.Running, DevboxStatus.Failure, DevboxStatus.Shutdown];
    private static readonly DevboxStatus[] Ended = [DevboxStatus.Failure, DevboxStatus.Shutdown];

    /// <summary>Creates the attempt's devbox, or finds it.</summary>
    public Task<DevboxView> CreateAsync(ScenarioRunRecord run) => grains.GetGrain<IDevboxGrain>(run.DevboxId).Create(SpecOf(run));

    /// <summary>Creates the attempt's devbox, or finds it, and waits until it runs and is healthy.</summary>
    public async Task<ScenarioRunEvent> EnsureAsync(ScenarioRunRecord run, CancellationToken cancellationToken)
    {
        var devbox = grains.GetGrain<IDevboxGrain>(run.DevboxId);
        var view = await CreateAsync(run);
        while (!Settled.Contains(view.Status))
        {
            cancellationToken.ThrowIfCancellationRequested();
            view = await devbox.WaitForStatus(Settled, Poll, cancellationToken);
        }

        return view.Status is DevboxStatus.Running
            ? await GuardAsync(run, () => CheckHealthAsync(run, cancellationToken))
            : Lost(run, view);
    }

    /// <summary>Waits until the devbox has ended by itself.</summary>
    public async Task<ScenarioRunEvent> WatchAsync(ScenarioRunRecord run, CancellationToken cancellationToken)
    {
        var devbox = grains.GetGrain<IDevboxGrain>(run.DevboxId);
        var view = await devbox.Get();
        while (!Ended.Contains(view.Status))
        {
            cancellationToken.ThrowIfCancellationRequested();
            view = await devbox.WaitForStatus(Ended, Poll, cancellationToken);
        }

        return Lost(run, view);
    }

    /// <summary>Waits until the devbox, which is being started anew, runs again.</summary>
    /// <returns>Its loss; null when it runs.</returns>
    public async Task<ScenarioRunEvent?> AwaitRunningAsync(ScenarioRunRecord run, CancellationToken cancellationToken)
    {
        var devbox = grains.GetGrain<IDevboxGrain>(run.DevboxId);
        DevboxView view;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            view = await devbox.WaitForStatus(Settled, Poll, cancellationToken);
        }
        while (!Settled.Contains(view.Status));
        return view.Status is DevboxStatus.Running ? null : Lost(run, view);
    }

    /// <summary>Works in the devbox; when the devbox has ended meanwhile, that is what happened.</summary>
    public async Task<ScenarioRunEvent> GuardAsync(ScenarioRunRecord run, Func<Task<ScenarioRunEvent>> work)
    {
        try
        {
            return await work();
        }
        catch (BenchException)
        {
            var view = await grains.GetGrain<IDevboxGrain>(run.DevboxId).Get();
            if (Ended.Contains(view.Status))
                return Lost(run, view);
            throw;
        }
    }

    /// <summary>Tells all devboxes of the run to end; none that never came to be is an error.</summary>
    public async Task ReleaseAsync(ScenarioRunRecord run)
    {
        for (var attempt = 1; attempt <= run.Attempt; attempt++)
        {
            try
            {
                await grains.GetGrain<IDevboxGrain>((run with { Attempt = attempt }).DevboxId).Shutdown(ShutdownReason.ApiShutdown, force: true);
            }
            catch (BenchException e) when (e.Code is BenchError.NotFound)
            {
                // Canceled before it was made.
            }
        }
    }

    /// <summary>What the devbox is made as for scoring; null where scorers have no environment of their own.</summary>
    public DevboxSpec? ScoringSpecOf(ScenarioRunRecord run)
    {
        if (run.Scenario!.ScoringEnvironment is not { } scoring)
            return null;
        var (spec, isOfAgents) = (SpecOf(run), scoring is { BlueprintId: null, Image: null });
        return spec with
        {
            WorkingDirectory = scoring.WorkingDirectory ?? (isOfAgents ? spec.WorkingDirectory : null),
            Request = spec.Request with
            {
                BlueprintId = isOfAgents ? spec.Request.BlueprintId : scoring.BlueprintId,
                Image = isOfAgents ? spec.Request.Image : scoring.Image,
                SnapshotId = isOfAgents ? spec.Request.SnapshotId : null,
                EnvironmentVariables = scoring.EnvironmentVariables,
                Mounts = null,
                Secrets = null,
                // Nothing but its size is the agent's.
                LaunchParameters = spec.Request.LaunchParameters! with
                {
                    NetworkMode = scoring.NetworkMode, NetworkPolicyId = null, LaunchCommands = null, UserParameters = null, RequiredServices = null,
                },
            },
        };
    }

    private DevboxSpec SpecOf(ScenarioRunRecord run)
    {
        var environment = run.Scenario!.Environment ?? new ScenarioEnvironment();
        var profile = run.Spec!.Profile;
        var variables = new Dictionary<string, string>(environment.EnvironmentVariables ?? new Dictionary<string, string>());
        foreach (var (name, value) in profile?.EnvVars ?? new Dictionary<string, string>())
            variables[name] = value;
        foreach (var name in profile?.Secrets?.Keys ?? [])
            variables.Remove(name);
        var launch = LaunchInheritance.Of(profile?.LaunchParameters, environment.LaunchParameters) ?? new LaunchParameters();
        return new DevboxSpec
        {
            Request = new DevboxCreateRequest
            {
                Name = run.Spec.RunName ?? run.Scenario.Name,
                BlueprintId = environment.BlueprintId,
                Image = environment.Image,
                SnapshotId = environment.SnapshotId,
                EnvironmentVariables = variables,
                Secrets = profile?.Secrets,
                Mounts = RunProfiles.Opened(profile, vault),
                // The run ends its devbox; the keep-alive time is only a last resort.
                LaunchParameters = launch with { KeepAliveTimeSeconds = launch.KeepAliveTimeSeconds ?? 172_800 },
                Metadata = run.Spec.Metadata,
            },
            ScenarioRunId = run.Id,
            IsReplaceable = run.IsOrchestrated,
            Group = run.Spec.BenchmarkRunId,
            WorkingDirectory = environment.WorkingDirectory,
        };
    }

    private async Task<ScenarioRunEvent> CheckHealthAsync(ScenarioRunRecord run, CancellationToken cancellationToken)
    {
        if (run.Scenario!.Environment?.Healthcheck is not { } check
            || await HealthStep.FailureAsync(grains.GetGrain<IDevboxWork>(run.DevboxId), check, $"health-{run.Attempt}", clock, cancellationToken) is not { } failure)
            return new ScenarioRunEvent.EnvironmentReady(run.Attempt, clock.GetUtcNow());
        return new ScenarioRunEvent.EnvironmentLost(run.Attempt, failure, IsInfrastructure: false, clock.GetUtcNow());
    }

    private ScenarioRunEvent.EnvironmentLost Lost(ScenarioRunRecord run, DevboxView view) => new(
        run.Attempt,
        view.Status is DevboxStatus.Shutdown
            ? $"The devbox {view.Id} was shut down ({(view.ShutdownReason is { } why ? WireJson.NameOf(why) : "unknown")})."
            : $"The devbox {view.Id} failed: {view.FailureMessage}",
        view.IsInfrastructureFailure ?? false,
        clock.GetUtcNow());
}
