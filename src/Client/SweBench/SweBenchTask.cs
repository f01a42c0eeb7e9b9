namespace BenchCluster.Client.SweBench;

/// <summary>A row of a dataset with how it is run, or why it is not.</summary>
/// <param name="Name">The instance's id, or the row's number.</param>
internal sealed record SweBenchTask(string Name, SweBenchInstance? Instance, InstancePlan? Plan, InstanceProblem? Problem);
