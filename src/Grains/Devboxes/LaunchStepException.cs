namespace BenchCluster.Devboxes;

/// <summary>A step of making a devbox ready has failed for good.</summary>
/// <param name="message">What failed, and how.</param>
/// <param name="wasKilled">Whether it was killed, perhaps for want of memory.</param>
internal sealed class LaunchStepException(string message, bool wasKilled = false) : Exception(message)
{
    /// <summary>Whether it was killed, perhaps for want of memory.</summary>
    public bool WasKilled { get; } = wasKilled;
}
