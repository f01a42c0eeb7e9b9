using BenchCluster.Engine;

namespace BenchCluster.Devboxes;

/// <summary>Starts a devbox's container anew, on the disk that it has or on one of its image.</summary>
internal sealed class DevboxRenewal(
    IContainerEngine engine, IDevboxHost host, DevboxProvisioner provisioner, DevboxInitializer initializer, TimeProvider clock)
{
    /// <summary>Does it; every part may be done twice.</summary>
    public async Task<DevboxEvent> RenewAsync(DevboxState state, CancellationToken cancellationToken)
    {
        var renewal = state.Renewal!;
        var before = provisioner.NameOf(state.Id, renewal.IsFromImage ? state.Epoch - 1 : state.Epoch);
        // Killed and not asked: nothing of the agent's gets another turn.
        await engine.StopAsync(before, TimeSpan.Zero, cancellationToken);
        var started = renewal.IsFromImage
            ? await provisioner.ProvisionAsync(state, cancellationToken)
            : await provisioner.RestartAsync(state, cancellationToken);
        if (started is not DevboxEvent.Provisioned)
            return started;
        if (renewal.IsFromImage)
        {
            if (await initializer.InitializeAsync(state, static _ => Task.FromResult(false), cancellationToken) is DevboxEvent.Failed failed)
                return failed;
            await TakeOverAsync(state, before, renewal.Paths, cancellationToken);
        }

        return new DevboxEvent.Renewed(state.Epoch, state.Boot, clock.GetUtcNow());
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
