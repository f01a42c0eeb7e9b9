namespace BenchCluster.Tests;

/// <summary>A test that mounts something on this machine.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactAsRootAttribute : FactAttribute
{
    /// <summary>Skips the test for other users.</summary>
    public FactAsRootAttribute()
    {
        if (!Environment.IsPrivilegedProcess)
            Skip = "Only root can mount the small disk that this test fills.";
    }
}
