using System.Text;
using BenchCluster.Devboxes;
using BenchCluster.Engine;
using BenchCluster.Resources;
using BenchCluster.Scenarios;
using BenchCluster.Tests.BenchmarkRuns;
using BenchCluster.Tests.Devboxes;
using BenchCluster.Tests.Engine;
using BenchCluster.Tests.Hosting;
using BenchCluster.Tests.ScenarioRuns;
using BenchCluster.Tests.Scenarios;

namespace BenchCluster.Tests.Resources;

public sealed class StorageFaultTests
{
    [Fact]
    public async Task A_state_that_cannot_be_saved_changes_nothing_and_the_next_call_works()
    {
        await using var node = await TestNode.StartAsync();
        var id = await node.RunDevboxAsync(new DevboxCreateRequest { Name = "old" });

        BenchException e;
        using (node.Database.FailStates(id))
            e = await Assert.ThrowsAsync<BenchException>(() => node.Devbox(id).Update("new", null));

        Assert.Equal(BenchError.Unavailable, e.Code);
        Assert.Equal("old", (await node.Devbox(id).Get()).Name);
        Assert.Equal("new", (await node.Devbox(id).Update("new", null)).Name);
    }

    [Fact]
    public async Task A_resource_that_cannot_be_saved_was_not_created()
    {
        await using var node = await TestNode.StartAsync();
        var id = node.NewId(ResourceKind.Devbox);
        var spec = new DevboxSpec { Request = new DevboxCreateRequest() };

        using (node.Database.FailStates(id))
            await Assert.ThrowsAsync<BenchException>(() => node.Devbox(id).Create(spec));

        var e = await Assert.ThrowsAsync<BenchException>(() => node.Devbox(id).Get());
        Assert.Equal(BenchError.NotFound, e.Code);
        Assert.Empty(node.Engine.Created);
        await node.Devbox(id).Create(spec);
        await node.AwaitDevboxAsync(id, DevboxStatus.Running);
    }

    [Fact]
    public async Task Nobody_sees_a_state_that_is_not_saved()
    {
        await using var node = await TestNode.StartAsync();
        var id = await node.RunDevboxAsync(new DevboxCreateRequest { Name = "old" });

        Task update;
        using (await node.HoldWritesAsync())
        {
            update = node.Devbox(id).Update("new", null);
            for (var i = 0; i < 50; i++)
                Assert.Equal("old", (await node.Devbox(id).Get()).Name);
        }

        await update;
        Assert.Equal("new", (await node.Devbox(id).Get()).Name);
    }

    [Fact]
    public async Task A_write_waits_while_another_process_has_the_database()
    {
        await using var node = await TestNode.StartAsync();
        var id = await node.RunDevboxAsync(new DevboxCreateRequest { Name = "old" });

        Task<DevboxView> update;
        using (node.Database.Lock())
        {
            update = node.Devbox(id).Update("new", null);
            await Assert.ThrowsAsync<TimeoutException>(() => update.WaitAsync(TimeSpan.FromMilliseconds(200)));
        }

        Assert.Equal("new", (await update).Name);
    }

    [Fact]
    public async Task A_benchmark_run_whose_state_could_not_be_saved_goes_on_by_itself()
    {
        await using var node = await TestNode.StartAsync();
        var going = new TaskCompletionSource();
        node.Host.Script = async _ =>
        {
            await going.Task;
            return new SimulatedExit(0);
        };
        var id = await node.StartBenchmarkRunAsync(await node.CreateBenchmarkAsync(8), concurrency: 2);

        using (node.Database.FailStates(id))
        {
            going.SetResult();
            await Eventually.Get(() => Task.FromResult(node.Log.Entries.Count(entry => entry.Contains(id, StringComparison.Ordinal))), count => count > 0);
        }

        // Nobody asks for it: only the row of the index is looked at.
        await Eventually.Get(() => Task.FromResult(StatusOf(node, id)), status => status == "completed");
        Assert.Equal(8, (await node.BenchmarkRun(id).Get()).Progress.Scored);
        Assert.Equal(node.Host.Started.Count, node.Host.Started.Distinct().Count());
    }

    [Fact]
    public async Task A_scenario_run_whose_state_could_not_be_saved_goes_on_by_itself()
    {
        await using var node = await TestNode.StartAsync();
        var going = new TaskCompletionSource<SimulatedExit>();
        node.Host.Script = start => start.Id == "agent-1" ? going.Task : Task.FromResult(new SimulatedExit(0));
        var id = await node.StartScenarioRunAsync(agent: new AgentSpec { Type = AgentKind.Command, Command = "work" });
        await Eventually.Get(() => Task.FromResult(node.Host.Started.Count), count => count == 1);

        using (node.Database.FailStates(id))
        {
            going.SetResult(new SimulatedExit(0));
            await Eventually.Get(() => Task.FromResult(node.Log.Entries.Any(entry => entry.Contains($"The state of {id} could not be saved", StringComparison.Ordinal))), isLogged => isLogged);
        }

        // Nobody asks for it: only the row of the index is looked at.
        await Eventually.Get(() => Task.FromResult(StatusOf(node, id)), status => status == "completed");
        Assert.Equal(["agent-1", "score-1-0"], node.Host.Started.Select(started => started.Step()));
    }

    [Fact]
    public async Task An_effect_whose_end_waits_for_its_turn_is_not_started_again()
    {
        await using var node = await TestNode.StartAsync();
        var id = await node.RunDevboxAsync();
        var mayRemove = false;
        node.Engine.Fails = call => call.Operation is EngineOperation.Remove && !mayRemove ? new EngineException(EngineError.Unavailable, "not yet") : null;
        await node.Devbox(id).Shutdown(ShutdownReason.ApiShutdown, force: false);
        int Removals() => node.Engine.Calls.Count(call => call.Operation is EngineOperation.Remove);

        Task update;
        int removals;
        using (await node.HoldWritesAsync())
        {
            // It has the turn until its write is let through.
            update = node.Devbox(id).Update("new", null);
            mayRemove = true;
            await node.AwaitNoContainersAsync();
            await Eventually.Get(node.NodeAsync, view => view.SlotsTaken == 0);
            removals = Removals();
        }

        await update;
        await node.AwaitReleasedAsync(id);
        Assert.Equal(removals, Removals());
    }

    [Fact]
    public async Task A_row_of_the_index_that_could_not_be_written_is_written_again()
    {
        await using var node = await TestNode.StartAsync();
        string id;
        using (node.Database.FailRows("dbx"))
        {
            id = await node.RunDevboxAsync(new DevboxCreateRequest { Name = "kept" });
            Assert.Null(StatusOf(node, id));
        }

        await node.Devbox(id).Reconcile();

        Assert.Equal("running", StatusOf(node, id));
    }

    [Fact]
    public async Task A_row_that_is_missing_is_back_once_the_resource_is_asked_for()
    {
        await using var node = await TestNode.StartAsync();
        var scenario = await node.CreateScenarioAsync(ScenarioBuilder.Scenario());
        await node.KillSiloAsync();
        node.Database.Execute("DELETE FROM resources WHERE id = $id", ("$id", scenario));
        await node.StartSiloAsync();

        await node.Grains.GetGrain<IScenarioGrain>(scenario).Get();

        Assert.Equal("active", StatusOf(node, scenario));
    }

    [Fact]
    public async Task A_state_that_a_newer_version_wrote_is_refused_clearly_and_left_alone()
    {
        await using var node = await TestNode.StartAsync();
        var newer = await node.RunDevboxAsync();
        var other = await node.RunDevboxAsync();
        await node.KillSiloAsync();
        const string select = "SELECT PayloadBinary FROM OrleansStorage WHERE GrainIdExtensionString = $id";
        var state = Encoding.UTF8.GetString((byte[])node.Database.Select(select, ("$id", newer)).Single());
        var changed = Encoding.UTF8.GetBytes(state.Replace("\"Schema\":1", "\"Schema\":99", StringComparison.Ordinal));
        node.Database.Execute("UPDATE OrleansStorage SET PayloadBinary = $state WHERE GrainIdExtensionString = $id", ("$state", changed), ("$id", newer));
        await node.StartSiloAsync();

        var e = await Assert.ThrowsAsync<BenchException>(() => node.Devbox(newer).Get());

        Assert.Equal(BenchError.Unavailable, e.Code);
        Assert.Contains("schema version 99, newer than the 1 that this build knows", e.Message, StringComparison.Ordinal);
        Assert.Equal(changed, node.Database.Select(select, ("$id", newer)).Single());
        Assert.Equal(DevboxStatus.Running, (await node.Devbox(other).Get()).Status);
    }

    [Fact]
    public async Task A_silo_that_is_stopped_leaves_everything_in_one_file()
    {
        await using var node = await TestNode.StartAsync();
        await node.RunDevboxAsync();
        Assert.Contains("bench.db-wal", node.Files);

        await node.StopSiloAsync();

        Assert.Equal(["bench.db"], node.Files.Where(file => file.StartsWith("bench.db", StringComparison.Ordinal)));
    }

    private static string? StatusOf(TestNode node, string id) =>
        (string?)node.Database.Select("SELECT status FROM resources WHERE id = $id", ("$id", id)).SingleOrDefault();
}
