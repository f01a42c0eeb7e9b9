namespace BenchCluster.Client.SweBench;

/// <summary>Why a row is not imported.</summary>
/// <param name="Instance">Its id, or its number where it has none.</param>
/// <param name="Field">The field.</param>
/// <param name="Reason">What is wrong with it, and what was expected.</param>
internal sealed record InstanceProblem(string Instance, string Field, string Reason);
