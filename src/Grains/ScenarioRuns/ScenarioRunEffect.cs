namespace BenchCluster.ScenarioRuns;

/// <summary>What a scenario run's state can call for.</summary>
internal abstract record ScenarioRunEffect
{
    private ScenarioRunEffect()
    {
    }

    /// <summary>Create the devbox of the attempt and wait until it runs.</summary>
    public sealed record EnsureEnvironment(int Attempt) : ScenarioRunEffect;

    /// <summary>Notice when the devbox of a run that its caller drives ends by itself.</summary>
    public sealed record WatchEnvironment(int Attempt) : ScenarioRunEffect;

    /// <summary>Let the agent work, or find it working.</summary>
    public sealed record RunAgent(int Attempt) : ScenarioRunEffect;

    /// <summary>End what the agent has left running, and look at what it has changed.</summary>
    public sealed record InspectDisk(int Attempt) : ScenarioRunEffect;

    /// <summary>Start the devbox's container anew, for scoring.</summary>
    public sealed record RenewDisk(int Attempt) : ScenarioRunEffect;

    /// <summary>Apply a scoring function, or find it being applied.</summary>
    public sealed record ScoreFunction(int Attempt, int Index) : ScenarioRunEffect;

    /// <summary>Tell the devboxes to end.</summary>
    public sealed record Release : ScenarioRunEffect;

    /// <summary>Tell the benchmark run how it ended.</summary>
    public sealed record Report : ScenarioRunEffect;
}
