using BenchCluster.Objects;
using BenchCluster.Resources;
using BenchCluster.ScenarioRuns;
using BenchCluster.Scenarios;
using BenchCluster.Scoring;
using BenchCluster.Tests.Hosting;
using BenchCluster.Tests.ScenarioRuns;
using BenchCluster.Tests.Scenarios;

namespace BenchCluster.Tests.Scoring;

/// <summary>What tests do with scorers.</summary>
internal static class ScorerSteps
{
    /// <summary>Runs and scores a scenario with these functions.</summary>
    public static Task<ScenarioRunView> ScoreAsync(this TestNode node, params ScoringFunction[] functions) =>
        node.ScoreAsync(ScenarioBuilder.Scenario(functions));

    /// <summary>Runs and scores a scenario.</summary>
    public static async Task<ScenarioRunView> ScoreAsync(this TestNode node, ScenarioCreateRequest scenario) =>
        await node.ScoreScenarioRunAsync(await node.ReadyScenarioRunAsync(scenario));

    /// <summary>Stores an object with some bytes and returns its id.</summary>
    public static async Task<string> StoreAsync(this TestNode node)
    {
        var id = node.NewId(ResourceKind.StorageObject);
        var stored = node.Grains.GetGrain<IStorageObjectGrain>(id);
        await stored.Create(new ObjectCreateRequest { Name = "bytes", ContentType = ObjectContentType.Tar });
        await node.Objects.WriteAsync(id, new MemoryStream([1]), CancellationToken.None);
        await stored.Complete();
        return id;
    }
}
