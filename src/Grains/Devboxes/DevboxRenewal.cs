using BenchCluster.Engine;

namespace BenchCluster.Devboxes;

/// <summary>Starts a devbox's container anew, on the disk that it has or on one of an image.</summary>
internal sealed class DevboxRenewal(
    IContainerEngine engine, IDevboxHost host, DevboxProvisioner provisioner, DevboxServices services, DevboxInitializer initializer, TimeProvider clock)
{
    /// <summary>Does it; every part may be done twice.</summary>
    public async Task<DevboxEvent> RenewAsync(DevboxState state, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var renewal = state.Renewal!;
        var before = provisioner.NameOf(state.Id, renewal.IsFromImage ? state.Epoch - 1 : state.Epoch);
        // Killed and not asked: nothing of the agent's gets another turn.
        await engine.StopAsync(before, TimeSpan.Zero, cancellationToken);
        if (!renewal.IsFromImage)
        {
            var restarted = await provisioner.RestartAsync(state, cancellationToken);
            return restarted is DevboxEvent.Provisioned ? new DevboxEvent.Renewed(state.Epoch, state.Boot, clock.GetUtcNow()) : restarted;
        }

        DevboxIdentity? identity = null;
        if (renewal.Spec is { } spec)
        {
            // What is beside the devbox belongs to what it was.
            await services.RemoveAsync(state, before, cancellationToken);
            var found = await provisioner.ResolveImageAsync(state with { Spec = spec }, grains, cancellationToken);
            if (found is not DevboxEvent.ImageResolved resolved)
                return found;
            identity = new DevboxIdentity(spec, resolved.Image, resolved.Facts);
            state = state with { Spec = spec, Image = resolved.Image, Facts = resolved.Facts };
        }

        var started = await provisioner.ProvisionAsync(state, cancellationToken);
        if (started is not DevboxEvent.Provisioned)
            return started;
        var initialized = await initializer.InitializeAsync(state, static _ => Task.FromResult(false), cancellationToken);
        if (initialized is not DevboxEvent.Initialized ready)
            return initialized;
        await TakeOverAsync(state, before, renewal.Paths, cancellationToken);
        if (identity is { Facts: { WorkingDirectory: null } facts })
            identity = identity with { Facts = facts with { WorkingDirectory = ready.Home } };
        return new DevboxEvent.Renewed(state.Epoch, state.Boot, clock.GetUtcNow(), identity);
    }

    private async Task TakeOverAsync(DevboxState state, string before, IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        var agent = host.Connect(state.Id);
        var now = provisioner.NameOf(state.Id, state.Epoch);
        foreach (var path in paths)
        {
            // What the agent has removed is not to come back with the image.
            await agent.RemoveAsync(path, cancellationToken);
            await agent.MakeDirectoryAsync(Path.GetDirectoryName(path)!, null, cancellationToken);
            await engine.CopyAsync(before, now, path, cancellationToken);
        }
    }
}
