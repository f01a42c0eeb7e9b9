using BenchCluster.Benchmarks;
using BenchCluster.Client.SweBench;
using BenchCluster.Resources;
using BenchCluster.Scenarios;

namespace BenchCluster.Client.Predictions;

/// <summary>The predictions of a file, each with the scenario of the benchmark that it is for.</summary>
/// <param name="ByScenario">The predictions by the id of their scenario.</param>
/// <param name="Instances">All instances of the benchmark by the id of their scenario.</param>
internal sealed record PredictionSet(
    IReadOnlyDictionary<string, Prediction> ByScenario, IReadOnlyDictionary<string, string> Instances)
{
    private const int Named = 10;

    /// <summary>Finds the scenarios: by the instance that they were made of, else by their name.</summary>
    /// <exception cref="InvalidDataException">There is no scenario for a prediction, or several; nothing was started.</exception>
    public static async Task<PredictionSet> MatchAsync(
        BenchClient client, BenchmarkView benchmark, IReadOnlyList<Prediction> predictions, CancellationToken cancellationToken)
    {
        var members = benchmark.ScenarioIds.ToHashSet();
        var scenarios = new List<ScenarioView>();
        await foreach (var scenario in client.Scenarios.ListAsync(benchmarkId: benchmark.Id, cancellationToken: cancellationToken))
        {
            if (members.Contains(scenario.Id))
                scenarios.Add(scenario);
        }

        var byInstance = scenarios.ToLookup(InstanceOf);
        var unknown = predictions.Select(prediction => prediction.InstanceId).Where(id => !byInstance.Contains(id)).ToList();
        if (unknown.Count > 0)
        {
            var more = unknown.Count > Named ? $" and {unknown.Count - Named} more" : "";
            throw new InvalidDataException($"the benchmark '{benchmark.Name}' has no {string.Join(", ", unknown.Take(Named))}{more}.");
        }

        if (predictions.FirstOrDefault(prediction => byInstance[prediction.InstanceId].Count() > 1) is { } twofold)
            throw new InvalidDataException($"the benchmark '{benchmark.Name}' has several scenarios called {twofold.InstanceId}.");
        return new PredictionSet(
            predictions.ToDictionary(prediction => byInstance[prediction.InstanceId].Single().Id),
            scenarios.ToDictionary(scenario => scenario.Id, InstanceOf));
    }

    /// <summary>Who made them, as an agent that applies them.</summary>
    public AgentSpec Agent(double? timeoutSeconds)
    {
        var models = ByScenario.Values.Select(prediction => prediction.Model).Distinct().ToList();
        var name = models.Count == 1 ? models[0] : $"{models.Count} models";
        return new AgentSpec { Type = AgentKind.Patch, Name = name, ModelName = models.Count == 1 ? name : null, TimeoutSeconds = timeoutSeconds };
    }

    private static string InstanceOf(ScenarioView scenario) => scenario.Metadata.GetValueOrDefault(SweBenchScenario.InstanceKey) ?? scenario.Name;
}
