using System.Net;
using BenchCluster.Blueprints;
using BenchCluster.Client;
using BenchCluster.Client.Harbor;
using BenchCluster.Scoring;
using BenchCluster.Tests.Api;

namespace BenchCluster.Tests.Harbor;

public sealed class HarborImporterTests : IDisposable
{
    private readonly TaskFolders _tasks = new();
    private readonly HarborServer _server = new();

    public void Dispose() => _tasks.Dispose();

    [Fact]
    public async Task A_first_import_creates_everything_in_the_datasets_order()
    {
        _tasks.Add("b").Add("a", "", ("tests/test.sh", "another test"));

        var result = await ImportAsync();

        Assert.Equal([("a", HarborOutcome.Created), ("b", HarborOutcome.Created)], Outcomes(result));
        Assert.Equal(result.Tasks.Select(task => task.ScenarioId), _server.Benchmark!.ScenarioIds);
        var scorer = Assert.IsType<HarborScorer>(_server.Scenarios[0].ScoringContract.ScoringFunctionParameters.Single().Scorer);
        Assert.StartsWith("obj_", scorer.TestsObjectId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_has_not_changed_is_kept_and_nothing_is_sent()
    {
        _tasks.Add("a").Add("b");
        var before = await ImportAsync();
        var uploads = _server.Uploads;

        var again = await ImportAsync();

        Assert.Equal([("a", HarborOutcome.Kept), ("b", HarborOutcome.Kept)], Outcomes(again));
        Assert.Equal(before.Tasks.Select(task => task.ScenarioId), again.Tasks.Select(task => task.ScenarioId));
        Assert.Equal(uploads, _server.Uploads);
    }

    [Fact]
    public async Task Folders_of_the_same_content_are_sent_once()
    {
        _tasks.Add("a").Add("b").Add("c");

        await ImportAsync();

        // One for the tests and one for the environment.
        Assert.Equal(2, _server.Uploads);
    }

    [Fact]
    public async Task A_task_that_changed_is_replaced_in_its_place()
    {
        _tasks.Add("a").Add("b");
        var before = await ImportAsync();
        _tasks.Write("a/instruction.md", "Say goodbye.");

        var result = await ImportAsync();

        Assert.Equal([("a", HarborOutcome.Replaced), ("b", HarborOutcome.Kept)], Outcomes(result));
        Assert.Equal(1, result.Removed);
        Assert.Equal([result.Tasks[0].ScenarioId!, before.Tasks[1].ScenarioId!], _server.Benchmark!.ScenarioIds);
        Assert.DoesNotContain(_server.Scenarios, scenario => scenario.Id == before.Tasks[0].ScenarioId);
    }

    [Fact]
    public async Task A_task_whose_image_could_not_be_built_is_made_anew()
    {
        _tasks.Add("a");
        await ImportAsync();
        _server.SetBuilds(BlueprintStatus.Failed);

        var result = await ImportAsync();

        Assert.Equal([("a", HarborOutcome.Replaced)], Outcomes(result));
        Assert.Equal("bpt_2", result.Tasks[0].BlueprintId);
    }

    [Fact]
    public async Task A_task_that_is_gone_is_taken_out()
    {
        _tasks.Add("a").Add("b");
        await ImportAsync();
        _tasks.Delete("b");

        var result = await ImportAsync();

        Assert.Equal(1, result.Removed);
        Assert.Equal("a", Assert.Single(_server.Scenarios).Name);
    }

    [Fact]
    public async Task A_single_task_leaves_the_others_in()
    {
        _tasks.Add("a").Add("b");
        await ImportAsync();
        _tasks.Delete("b");

        var result = await ImportAsync(isComplete: false);

        Assert.Equal(0, result.Removed);
        Assert.Equal(2, _server.Benchmark!.ScenarioIds.Count);
    }

    [Fact]
    public async Task A_refused_task_does_not_hinder_the_others()
    {
        _tasks.Add("a").Add("bad", "", ("tests/test.sh", null));

        var result = await ImportAsync();

        Assert.Equal([("a", HarborOutcome.Created), ("bad", HarborOutcome.Refused)], Outcomes(result));
        Assert.Single(_server.Benchmark!.ScenarioIds);
    }

    [Fact]
    public async Task What_the_server_refuses_is_refused_with_its_words()
    {
        _tasks.Add("a");
        _server.Http.On("POST /v1/scenarios", FakeServer.Refuse(HttpStatusCode.UnprocessableEntity, "name: too long."));

        var result = await ImportAsync();

        Assert.Equal([("a", HarborOutcome.Refused)], Outcomes(result));
        Assert.Contains("the server refused it: name: too long.", result.Tasks[0].Folder.Problems.Single().Reason, StringComparison.Ordinal);
        Assert.Null(result.Benchmark);
    }

    [Fact]
    public async Task A_server_that_breaks_ends_the_import()
    {
        _tasks.Add("a");
        _server.Http.On("POST /v1/scenarios", FakeServer.Refuse(HttpStatusCode.InternalServerError, "broken"));

        Assert.Equal("broken", (await Assert.ThrowsAsync<BenchApiException>(() => ImportAsync())).Message);
    }

    [Fact]
    public async Task Each_task_is_told_of_as_soon_as_it_is_dealt_with()
    {
        _tasks.Add("a").Add("b");
        var told = new System.Collections.Concurrent.ConcurrentBag<string>();

        await ImportAsync(told: task => told.Add(task.Folder.Name));

        Assert.Equal(["a", "b"], told.Order());
    }

    private async Task<HarborImportResult> ImportAsync(bool isComplete = true, Action<HarborImported>? told = null)
    {
        using var client = new BenchClient(new BenchClientOptions { BaseUrl = new Uri("http://fake.test") }, _server.Http);
        return await new HarborImporter(client).ImportAsync(
            "tasks", await _tasks.ReadAsync(), isComplete, told ?? (_ => { }), CancellationToken.None);
    }

    private static IEnumerable<(string, HarborOutcome)> Outcomes(HarborImportResult result) =>
        result.Tasks.Select(task => (task.Folder.Name, task.Outcome));
}
