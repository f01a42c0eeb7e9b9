namespace BenchCluster.Client.SweBench;

/// <summary>How files of tests are named to what runs them.</summary>
internal enum TestTargetStyle
{
    /// <summary>As paths: pytest.</summary>
    Files,

    /// <summary>As Python modules: unittest.</summary>
    Modules,

    /// <summary>As modules below <c>tests/</c>: Django's runner.</summary>
    DjangoModules,

    /// <summary>As their directories: Go.</summary>
    Directories,
}
