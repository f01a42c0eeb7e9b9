using BenchCluster.Resources;
using BenchCluster.ScenarioRuns;
using BenchCluster.Scenarios;
using BenchCluster.Tests.BenchmarkRuns;
using BenchCluster.Tests.Hosting;

namespace BenchCluster.Tests.ScenarioRuns;

/// <summary>What tests do with scenario runs.</summary>
internal static class ScenarioRunSteps
{
    /// <summary>A scenario run by its id.</summary>
    public static IScenarioRunGrain ScenarioRun(this TestNode node, string id) => node.Grains.GetGrain<IScenarioRunGrain>(id);

    /// <summary>Starts a run of a new scenario and returns its id. Without an agent the caller drives it.</summary>
    public static async Task<string> StartScenarioRunAsync(
        this TestNode node, ScenarioCreateRequest? scenario = null, AgentSpec? agent = null, Func<ScenarioRunSpec, ScenarioRunSpec>? change = null)
    {
        var id = node.NewId(ResourceKind.ScenarioRun);
        var spec = new ScenarioRunSpec { ScenarioId = await node.CreateScenarioAsync(scenario), Agent = agent };
        await node.ScenarioRun(id).Start(change is null ? spec : change(spec));
        return id;
    }

    /// <summary>Starts a run that the caller drives, waits until its devbox is the caller's, and returns its id.</summary>
    public static async Task<string> ReadyScenarioRunAsync(this TestNode node, ScenarioCreateRequest? scenario = null)
    {
        var id = await node.StartScenarioRunAsync(scenario);
        await node.AwaitScenarioRunAsync(id, run => run.Step is ScenarioRunStep.Ready);
        return id;
    }

    /// <summary>Scores a run and waits for its score.</summary>
    public static async Task<ScenarioRunView> ScoreScenarioRunAsync(this TestNode node, string id)
    {
        await node.ScenarioRun(id).Score();
        return await node.AwaitScenarioRunAsync(id, ScenarioRunState.Scored);
    }

    /// <summary>Waits until a run has a state.</summary>
    public static Task<ScenarioRunView> AwaitScenarioRunAsync(this TestNode node, string id, ScenarioRunState state) =>
        node.AwaitScenarioRunAsync(id, view => view.State == state);

    /// <summary>Waits until something holds of a run.</summary>
    public static Task<ScenarioRunView> AwaitScenarioRunAsync(this TestNode node, string id, Func<ScenarioRunView, bool> condition) =>
        Eventually.Get(() => node.ScenarioRun(id).Get(), condition);
}
