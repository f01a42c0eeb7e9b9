namespace BenchCluster.Client.Predictions;

/// <summary>A patch that was made elsewhere for an instance.</summary>
/// <param name="InstanceId">The instance, or the name of the scenario.</param>
/// <param name="Model">What made it, as the file says.</param>
/// <param name="Patch">The git diff; empty where nothing was made.</param>
internal sealed record Prediction(string InstanceId, string Model, string Patch)
{
    /// <summary>Whether there is no patch in it.</summary>
    public bool IsEmpty => string.IsNullOrWhiteSpace(Patch);
}
