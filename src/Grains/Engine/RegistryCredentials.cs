namespace BenchCluster.Engine;

/// <summary>Who asks a registry for an image.</summary>
/// <param name="Username">The user.</param>
/// <param name="Password">The password.</param>
public sealed record RegistryCredentials(string Username, string Password)
{
    /// <summary>The record without its password.</summary>
    public override string ToString() => Username;
}
