namespace BenchCluster.ScenarioRuns;

/// <summary>How a step of a scenario went; its score is the scoring function's of its name (an extension of the contract).</summary>
/// <param name="Name">The step's name.</param>
/// <param name="AgentResult">How the agent's work in it ended.</param>
[GenerateSerializer, Immutable, Alias("bench.StepResult")]
public sealed record StepResult([property: Id(0)] string Name, [property: Id(1)] AgentResult AgentResult);
