namespace BenchCluster.Devboxes;

/// <summary>A step of making a devbox ready has failed for good.</summary>
/// <param name="message">What failed, and how.</param>
internal sealed class LaunchStepException(string message) : Exception(message);
