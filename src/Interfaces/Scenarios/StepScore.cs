namespace BenchCluster.Scenarios;

/// <summary>What the score of a scenario of several steps is (Harbor's <c>multi_step_reward_strategy</c>).</summary>
public enum StepScore
{
    /// <summary>The mean of those that were tried.</summary>
    Mean,

    /// <summary>That of the last that was tried.</summary>
    Final,
}
