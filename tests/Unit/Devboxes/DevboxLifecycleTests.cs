using BenchCluster.Devboxes;
using CsCheck;

namespace BenchCluster.Tests.Devboxes;

public sealed class DevboxLifecycleTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(20_000);
    private static readonly DevboxSpec Spec = new() { Request = new DevboxCreateRequest() };

    private static readonly DevboxSpec IdleSpec = new()
    {
        Request = new DevboxCreateRequest
        {
            Entrypoint = "serve",
            LaunchParameters = new LaunchParameters { AfterIdle = new AfterIdle { IdleTimeSeconds = 60, OnIdle = IdleAction.Suspend } },
        },
    };

    private static readonly Gen<int> Count = Gen.Int[0, 2];

    private static readonly Gen<DevboxEvent> AnyEvent = Gen.OneOf(
        Gen.Const<DevboxEvent>(Created(Spec)),
        Gen.Const<DevboxEvent>(Created(IdleSpec)),
        Gen.Const<DevboxEvent>(new DevboxEvent.Updated("name", null)),
        Gen.Const<DevboxEvent>(new DevboxEvent.ImageResolved("image", new DevboxFacts("root", null))),
        Gen.Const<DevboxEvent>(new DevboxEvent.PlaceGranted("node", Now)),
        Gen.Const<DevboxEvent>(new DevboxEvent.NodeLost("node", Now)),
        Gen.Const<DevboxEvent>(new DevboxEvent.NodeLost("other", Now)),
        Gen.Select(Count, Count, (epoch, boot) => (DevboxEvent)new DevboxEvent.Provisioned(epoch, boot, Now)),
        Gen.Select(Count, Count, (epoch, boot) => (DevboxEvent)new DevboxEvent.Initialized(epoch, boot, "/home/user", Now)),
        Gen.Const<DevboxEvent>(new DevboxEvent.SuspendRequested(Now)),
        Count.Select(boot => (DevboxEvent)new DevboxEvent.Suspended(boot, Now)),
        Gen.Const<DevboxEvent>(new DevboxEvent.ResumeRequested(Now)),
        Gen.Select(Count, Gen.Bool, (number, isFromImage) => (DevboxEvent)new DevboxEvent.RenewRequested(new DiskRenewal($"r{number}", isFromImage, []), Now)),
        Gen.Select(Count, Gen.Int[0, 4], (epoch, boot) => (DevboxEvent)new DevboxEvent.Renewed(epoch, boot, Now)),
        Count.Select(minutes => (DevboxEvent)new DevboxEvent.ActivitySeen(Now.AddMinutes(minutes))),
        Count.Select(number => (DevboxEvent)new DevboxEvent.SnapshotBegun($"snp_{number}")),
        Count.Select(number => (DevboxEvent)new DevboxEvent.SnapshotEnded($"snp_{number}")),
        Gen.Const<DevboxEvent>(new DevboxEvent.TunnelChanged(null)),
        Gen.Bool.Select(infra => (DevboxEvent)new DevboxEvent.Failed(FailureReason.ExecutionFailed, "why", infra, Now)),
        Count.Select(epoch => (DevboxEvent)new DevboxEvent.ContainerLost(epoch, FailureReason.OutOfMemory, "why", false, Now)),
        Gen.Const<DevboxEvent>(new DevboxEvent.ShutdownRequested(ShutdownReason.ApiShutdown, Now)),
        Gen.Const<DevboxEvent>(new DevboxEvent.KeptAlive(Now)),
        Count.Select(epoch => (DevboxEvent)new DevboxEvent.Released(epoch)));

    private static readonly Dictionary<DevboxStatus, DevboxStatus[]> Legal = new()
    {
        [DevboxStatus.Queued] = [DevboxStatus.Provisioning, DevboxStatus.Failure, DevboxStatus.Shutdown],
        [DevboxStatus.Provisioning] = [DevboxStatus.Initializing, DevboxStatus.Failure, DevboxStatus.Shutdown],
        [DevboxStatus.Initializing] = [DevboxStatus.Running, DevboxStatus.Failure, DevboxStatus.Shutdown],
        [DevboxStatus.Running] = [DevboxStatus.Suspending, DevboxStatus.Resuming, DevboxStatus.Failure, DevboxStatus.Shutdown],
        [DevboxStatus.Suspending] = [DevboxStatus.Suspended, DevboxStatus.Failure, DevboxStatus.Shutdown],
        [DevboxStatus.Suspended] = [DevboxStatus.Resuming, DevboxStatus.Failure, DevboxStatus.Shutdown],
        [DevboxStatus.Resuming] = [DevboxStatus.Running, DevboxStatus.Failure, DevboxStatus.Shutdown],
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
            && state.Status is not (DevboxStatus.Running or DevboxStatus.Suspended) && !(state.IsTerminal && !state.NeedsRelease);
        Assert.False(isStuck, $"Nothing is due in {state}");
    });

    [Fact]
    public void Keeping_alive_moves_the_deadline()
    {
        var running = Running(Spec);

        var kept = DevboxLifecycle.Decide(running, new DevboxEvent.KeptAlive(Now.AddMinutes(30)));

        Assert.Equal(Now.AddMinutes(90), kept.ExpiresAt);
        Assert.Equal([new DevboxEffect.Expire(Now.AddMinutes(90))], DevboxLifecycle.Due(kept));
    }

    [Fact]
    public void The_loss_of_an_older_container_is_not_the_loss_of_this_one()
    {
        var running = Running(Spec);

        var after = DevboxLifecycle.Decide(running, new DevboxEvent.ContainerLost(running.Epoch - 1, FailureReason.ExecutionFailed, "old", true, Now));

        Assert.Same(running, after);
    }

    [Fact]
    public void A_suspended_devbox_gives_its_place_back_and_wants_one_again_before_its_container_starts()
    {
        var suspended = After(Running(Spec), new DevboxEvent.SuspendRequested(Now), new DevboxEvent.Suspended(1, Now));
        Assert.False(suspended.HasPlace);
        Assert.Empty(DevboxLifecycle.Due(suspended));

        var resuming = After(suspended, new DevboxEvent.ResumeRequested(Now));
        Assert.Equal([new DevboxEffect.Reserve()], DevboxLifecycle.Due(resuming));

        var placed = After(resuming, new DevboxEvent.PlaceGranted("node", Now));
        Assert.Equal([new DevboxEffect.Restart(1, 2)], DevboxLifecycle.Due(placed));

        var up = After(placed, new DevboxEvent.Provisioned(1, 2, Now));
        Assert.Equal([new DevboxEffect.Initialize(1, 2)], DevboxLifecycle.Due(up));
        Assert.Equal(DevboxStatus.Running, After(up, new DevboxEvent.Initialized(1, 2, "/home/user", Now)).Status);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    public void A_devbox_that_is_started_anew_keeps_its_place_and_is_so_once(bool isFromImage, int epoch)
    {
        var asked = new DevboxEvent.RenewRequested(new DiskRenewal("r", isFromImage, []), Now);
        var renewing = After(Running(Spec), asked);
        Assert.Equal([new DevboxEffect.Renew(epoch, 2)], DevboxLifecycle.Due(renewing));
        Assert.True(renewing.HasPlace);
        Assert.False(renewing.NeedsContainer);

        var renewed = After(renewing, new DevboxEvent.Renewed(epoch, 2, Now));
        Assert.Equal(DevboxStatus.Running, renewed.Status);
        Assert.Same(renewed, After(renewed, asked));
    }

    [Fact]
    public void An_idle_policy_takes_the_place_of_the_keep_alive_time()
    {
        var running = Running(IdleSpec);

        Assert.Null(running.ExpiresAt);
        Assert.Equal(
            [new DevboxEffect.WatchIdle(IdleSpec.Request.LaunchParameters!.AfterIdle!, Now, 1), new DevboxEffect.WatchEntrypoint(1)],
            DevboxLifecycle.Due(running));
    }

    [Fact]
    public void A_devbox_whose_node_is_lost_fails_with_that_reason_and_leaves_nothing_to_do()
    {
        var lost = After(Running(Spec), new DevboxEvent.NodeLost("node", Now));

        Assert.Equal((DevboxStatus.Failure, true, false), (lost.Status, lost.IsInfrastructureFailure, lost.NeedsRelease));
        Assert.Contains("'node' is lost", lost.FailureMessage, StringComparison.Ordinal);
        Assert.Empty(DevboxLifecycle.Due(lost));
        Assert.False(DevboxLifecycle.IsAway(lost, "other"));
    }

    [Fact]
    public void The_loss_of_another_node_is_not_its_loss()
    {
        var running = Running(Spec);

        Assert.Same(running, After(running, new DevboxEvent.NodeLost("other", Now)));
    }

    [Fact]
    public void A_suspended_devbox_outlives_the_loss_of_its_node_and_waits_for_nobody()
    {
        var suspended = After(Running(Spec), new DevboxEvent.SuspendRequested(Now), new DevboxEvent.Suspended(1, Now));

        Assert.Same(suspended, After(suspended, new DevboxEvent.NodeLost("node", Now)));
        Assert.False(DevboxLifecycle.IsAway(suspended, "other"));
    }

    [Fact]
    public void A_devbox_is_away_where_its_container_is_not()
    {
        var running = Running(Spec);
        var ended = After(running, new DevboxEvent.ShutdownRequested(ShutdownReason.ApiShutdown, Now));

        Assert.False(DevboxLifecycle.IsAway(running, "node"));
        Assert.True(DevboxLifecycle.IsAway(running, "other"));
        Assert.True(DevboxLifecycle.IsAway(ended, "other"));
        Assert.False(DevboxLifecycle.IsAway(After(ended, new DevboxEvent.Released(1)), "other"));
    }

    private static DevboxEvent.Created Created(DevboxSpec spec) => new("dbx_1", spec, null, null, Now);

    private static DevboxState Running(DevboxSpec spec) => After(
        new DevboxState(),
        Created(spec),
        new DevboxEvent.ImageResolved("image", new DevboxFacts("root", null)),
        new DevboxEvent.PlaceGranted("node", Now),
        new DevboxEvent.Provisioned(1, 1, Now),
        new DevboxEvent.Initialized(1, 1, "/home/user", Now));

    private static DevboxState After(DevboxState state, params IEnumerable<DevboxEvent> events) => events.Aggregate(state, DevboxLifecycle.Decide);
}
