using BenchCluster.Devboxes;
using CsCheck;

namespace BenchCluster.Tests.Devboxes;

public sealed class DevboxLifecycleTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(20_000);
    private static readonly DevboxSpec Spec = new() { Request = new DevboxCreateRequest() };

    private static readonly Gen<DevboxEvent> AnyEvent = Gen.OneOf(
        Gen.Const<DevboxEvent>(new DevboxEvent.Created("dbx_1", Spec, Now)),
        Gen.Const<DevboxEvent>(new DevboxEvent.Updated("name", null)),
        Gen.Const<DevboxEvent>(new DevboxEvent.ImageResolved("image", new DevboxFacts("root", null))),
        Gen.Const<DevboxEvent>(new DevboxEvent.PlaceGranted("node", Now)),
        Gen.Int[0, 2].Select(epoch => (DevboxEvent)new DevboxEvent.Provisioned(epoch, Now)),
        Gen.Int[0, 2].Select(epoch => (DevboxEvent)new DevboxEvent.Initialized(epoch, null, Now)),
        Gen.Bool.Select(infra => (DevboxEvent)new DevboxEvent.Failed(FailureReason.ExecutionFailed, "why", infra, Now)),
        Gen.Int[0, 2].Select(epoch => (DevboxEvent)new DevboxEvent.ContainerLost(epoch, FailureReason.OutOfMemory, "why", false, Now)),
        Gen.Const<DevboxEvent>(new DevboxEvent.ShutdownRequested(ShutdownReason.ApiShutdown, Now)),
        Gen.Const<DevboxEvent>(new DevboxEvent.KeptAlive(Now)),
        Gen.Int[0, 2].Select(epoch => (DevboxEvent)new DevboxEvent.Released(epoch)));

    private static readonly Dictionary<DevboxStatus, DevboxStatus[]> Legal = new()
    {
        [DevboxStatus.Queued] = [DevboxStatus.Provisioning, DevboxStatus.Failure, DevboxStatus.Shutdown],
        [DevboxStatus.Provisioning] = [DevboxStatus.Initializing, DevboxStatus.Failure, DevboxStatus.Shutdown],
        [DevboxStatus.Initializing] = [DevboxStatus.Running, DevboxStatus.Failure, DevboxStatus.Shutdown],
        [DevboxStatus.Running] = [DevboxStatus.Failure, DevboxStatus.Shutdown],
        [DevboxStatus.Failure] = [],
        [DevboxStatus.Shutdown] = [],
    };

    [Fact]
    public void No_sequence_of_events_makes_an_illegal_transition() => AnyEvent.Array[0, 40].Sample(events =>
    {
        var state = new DevboxState();
        foreach (var happened in events)
        {
            var next = DevboxLifecycle.Decide(state, happened);
            if (state.Id.Length > 0 && next.Status != state.Status)
                Assert.Contains(next.Status, Legal[state.Status]);
            if (next.Status != state.Status || next.Transitions.Count != state.Transitions.Count)
                Assert.Equal(next.Status, next.Transitions[^1].Status);
            state = next;
        }
    });

    [Fact]
    public void An_end_is_an_end_and_only_its_release_follows() => AnyEvent.Array[0, 40].Sample(events =>
    {
        var state = events.Aggregate(new DevboxState(), DevboxLifecycle.Decide);
        if (!state.IsTerminal)
            return;
        var after = events.Aggregate(state, DevboxLifecycle.Decide);
        Assert.Equal(state.Status, after.Status);
        Assert.Equal(state.EndedAt, after.EndedAt);
        var due = DevboxLifecycle.Due(state).ToList();
        Assert.Equal(state.NeedsRelease ? [new DevboxEffect.Release(state.Epoch)] : [], due);
        Assert.Empty(DevboxLifecycle.Due(DevboxLifecycle.Decide(state, new DevboxEvent.Released(state.Epoch))));
    });

    [Fact]
    public void An_event_that_comes_twice_changes_nothing_the_second_time() => AnyEvent.Array[1, 30].Sample(events =>
    {
        var state = events.Aggregate(new DevboxState(), DevboxLifecycle.Decide);
        var again = DevboxLifecycle.Decide(state, events[^1]);
        Assert.Equal(state.Status, again.Status);
        Assert.Equal(state.Epoch, again.Epoch);
        Assert.Equal(state.Transitions.Count, again.Transitions.Count);
    });

    [Fact]
    public void What_was_created_always_calls_for_something_or_runs_or_is_released() => AnyEvent.Array[0, 40].Sample(events =>
    {
        var state = events.Aggregate(new DevboxState(), DevboxLifecycle.Decide);
        var isStuck = state.Id.Length > 0 && !DevboxLifecycle.Due(state).Any()
            && state.Status is not DevboxStatus.Running && !(state.IsTerminal && !state.NeedsRelease);
        Assert.False(isStuck, $"Nothing is due in {state}");
    });

    [Fact]
    public void Keeping_alive_moves_the_deadline()
    {
        var running = Running();

        var kept = DevboxLifecycle.Decide(running, new DevboxEvent.KeptAlive(Now.AddMinutes(30)));

        Assert.Equal(Now.AddMinutes(90), kept.ExpiresAt);
        Assert.Equal([new DevboxEffect.Expire(Now.AddMinutes(90))], DevboxLifecycle.Due(kept));
    }

    [Fact]
    public void The_loss_of_an_older_container_is_not_the_loss_of_this_one()
    {
        var running = Running();

        var after = DevboxLifecycle.Decide(running, new DevboxEvent.ContainerLost(running.Epoch - 1, FailureReason.ExecutionFailed, "old", true, Now));

        Assert.Same(running, after);
    }

    private static DevboxState Running() => new DevboxEvent[]
    {
        new DevboxEvent.Created("dbx_1", Spec, Now),
        new DevboxEvent.ImageResolved("image", new DevboxFacts("root", null)),
        new DevboxEvent.PlaceGranted("node", Now),
        new DevboxEvent.Provisioned(1, Now),
        new DevboxEvent.Initialized(1, null, Now),
    }.Aggregate(new DevboxState(), DevboxLifecycle.Decide);
}
