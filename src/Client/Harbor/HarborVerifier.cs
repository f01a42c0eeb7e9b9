namespace BenchCluster.Client.Harbor;

/// <summary>How a task, or a step of one, is verified.</summary>
internal sealed record HarborVerifier
{
    public required double TimeoutSec { get; init; }

    public string? User { get; init; }

    public IReadOnlyDictionary<string, string>? Env { get; init; }

    /// <summary>Its own environment; null where it shares the agent's.</summary>
    public HarborVerifierEnvironment? Separate { get; init; }
}
