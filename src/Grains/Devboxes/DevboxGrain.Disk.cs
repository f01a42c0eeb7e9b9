using BenchCluster.Snapshots;

namespace BenchCluster.Devboxes;

/// <summary>A devbox's disk: suspended and resumed with it, and kept in snapshots.</summary>
internal sealed partial class DevboxGrain
{
    public async Task<DevboxView> Suspend()
    {
        if (Existing().Status is not (DevboxStatus.Running or DevboxStatus.Suspending or DevboxStatus.Suspended))
            throw NotRunning();
        await ApplyAsync(new DevboxEvent.SuspendRequested(Now));
        return DevboxViews.Of(State);
    }

    public async Task<DevboxView> Resume()
    {
        if (Existing().Status is not (DevboxStatus.Suspended or DevboxStatus.Resuming or DevboxStatus.Running))
            throw new BenchException(BenchError.Conflict, $"The devbox '{Id}' is {WireJson.NameOf(State.Status)}, not suspended.");
        await ApplyAsync(new DevboxEvent.ResumeRequested(Now));
        return DevboxViews.Of(State);
    }

    public async Task Renew(DiskRenewal renewal)
    {
        // One that is being renewed already is asked by somebody who has lost the answer.
        if (Existing() is { IsTerminal: true } || (State.Status is not DevboxStatus.Running && State.Renewal?.Id != renewal.Id))
            throw NotRunning();
        await ApplyAsync(new DevboxEvent.RenewRequested(renewal, Now));
    }

    public async Task<SnapshotSource> BeginSnapshot(string snapshotId)
    {
        var state = Existing();
        if (state.Status is not (DevboxStatus.Running or DevboxStatus.Suspended))
            throw new BenchException(BenchError.Conflict, $"The devbox '{Id}' is {WireJson.NameOf(state.Status)}; only the disk of one that runs or is suspended can be kept.");
        await ApplyAsync(new DevboxEvent.SnapshotBegun(snapshotId));
        return new SnapshotSource(provisioner.NameOf(Id, state.Epoch), state.Image!, state.Facts!, state.Spec!.Request.BlueprintId);
    }

    public Task EndSnapshot(string snapshotId)
    {
        _ = Existing();
        return ApplyAsync(new DevboxEvent.SnapshotEnded(snapshotId));
    }
}
