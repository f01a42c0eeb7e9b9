using System.Runtime.InteropServices;

namespace BenchCluster.Tests;

/// <summary>A test of what is numbered otherwise on other processors.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactOnX64Attribute : FactAttribute
{
    /// <summary>Skips the test elsewhere.</summary>
    public FactOnX64Attribute()
    {
        if (RuntimeInformation.ProcessArchitecture is not Architecture.X64)
            Skip = "The system calls are called by their numbers, which are those of x86-64.";
    }
}
