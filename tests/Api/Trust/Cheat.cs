using BenchCluster.Scoring;

namespace BenchCluster.Tests.Trust;

/// <summary>A way to a score without the work, and what becomes of it.</summary>
/// <param name="Name">What it does.</param>
/// <param name="Victim">The scenario that it is tried on, of <see cref="Victims"/>.</param>
/// <param name="Command">The cheat, in the working directory.</param>
/// <param name="IsRoot">Whether the agent is root; else it is an ordinary user who owns the working directory.</param>
/// <param name="Flag">What is flagged; null when it gets nothing anywhere, so that nothing need be.</param>
/// <param name="Score">What it gets where it is flagged.</param>
/// <param name="WorksOnImage">Whether it is flagged, and gets as much, where the system is the image's own.</param>
internal sealed record Cheat(
    string Name, string Victim, string Command, bool IsRoot = true, ScoreFlagKind? Flag = null, double Score = 1, bool WorksOnImage = false)
{
    public override string ToString() => Name;
}
