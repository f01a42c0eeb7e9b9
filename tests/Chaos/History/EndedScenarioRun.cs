namespace BenchCluster.Tests.Chaos;

/// <summary>A scenario run at the end.</summary>
/// <param name="Attempt">How many environments it had.</param>
/// <param name="Results">How many results its one scoring function has.</param>
/// <param name="IsGivenUp">Whether it failed because it lost as many environments as a run may have, which is an end too.</param>
internal sealed record EndedScenarioRun(
    string Id, string RunId, string ScenarioId, string State, double? Score, int Attempt, int Results, bool IsGivenUp = false);
