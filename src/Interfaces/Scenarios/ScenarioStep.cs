namespace BenchCluster.Scenarios;

/// <summary>
/// A step of a scenario that an agent works on in several (an extension of the contract; Harbor's <c>[[steps]]</c>): one after
/// the other in one devbox, each with a task of its own and scored by the contract's function of the same place.
/// </summary>
[GenerateSerializer, Immutable, Alias("bench.ScenarioStep")]
public sealed record ScenarioStep
{
    /// <summary>The name; that of its scoring function.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>All that the agent is told in this step.</summary>
    [Id(1)]
    public required string ProblemStatement { get; init; }

    /// <summary>The least that must be reached, by the reward's name, for the next step to be tried; null for no bound.</summary>
    [Id(2)]
    public IReadOnlyDictionary<string, double>? MinRewards { get; init; }

    /// <summary>The reference of the step.</summary>
    [Id(3)]
    public ReferenceSolution? ReferenceSolution { get; init; }

    /// <summary>Limits for the agent in this step; default the scenario's.</summary>
    [Id(4)]
    public AgentDefaults? Agent { get; init; }

    /// <summary>A storage object with a tar that is unpacked over the working directory before the step.</summary>
    [Id(5)]
    public string? WorkdirObjectId { get; init; }

    /// <summary>Whether <c>setup.sh</c> is run there, by bash, when that is unpacked.</summary>
    [Id(6)]
    public bool RunsSetup { get; init; }

    /// <summary>A command that must succeed after that, before the agent begins.</summary>
    [Id(7)]
    public Healthcheck? Healthcheck { get; init; }
}
