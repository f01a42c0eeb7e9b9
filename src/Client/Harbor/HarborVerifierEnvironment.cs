using BenchCluster.Scenarios;

namespace BenchCluster.Client.Harbor;

/// <summary>The environment of a verifier that does not share the agent's.</summary>
/// <param name="Container">The container; with neither image nor Dockerfile it is made as the agent's.</param>
/// <param name="Collect">Commands run in the agent's before artifacts are taken from there.</param>
internal sealed record HarborVerifierEnvironment(HarborEnvironment Container, IReadOnlyList<CollectCommand> Collect)
{
    /// <summary>Whether its image has the tests; else they are put there.</summary>
    public bool HasTests => Container.Dockerfile is not null || Container.Image is not null;
}
