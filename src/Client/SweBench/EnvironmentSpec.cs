namespace BenchCluster.Client.SweBench;

/// <summary>
/// How instances of a repository are run: an entry of a file that <c>--spec</c> names, in YAML or JSON. The first entry
/// that fits an instance counts, and what it does not say is as the instance or the built-in entries say.
/// </summary>
internal sealed record EnvironmentSpec
{
    /// <summary><c>owner/name</c>; absent for any.</summary>
    public string? Repo { get; set; }

    /// <summary>Versions; absent for any.</summary>
    public List<string>? Versions { get; set; }

    /// <summary>The image, with <c>{instance_id}</c>, <c>{instance}</c> (as names of images have it), <c>{repo}</c> and <c>{version}</c>.</summary>
    public string? Image { get; set; }

    /// <summary>A folder with a Dockerfile, relative to the file.</summary>
    public string? Dockerfile { get; set; }

    /// <summary>Seconds that the image's build may take; default 1800.</summary>
    public double? BuildTimeoutSec { get; set; }

    /// <summary>Where the repository is; default <c>/testbed</c>.</summary>
    public string? WorkingDirectory { get; set; }

    /// <summary>Commands before the tests, in the same shell.</summary>
    public string? Setup { get; set; }

    /// <summary>What runs the tests, with <c>{tests}</c> for what the test patch names.</summary>
    public string? TestCommand { get; set; }

    /// <summary>How <c>{tests}</c> names them; default as files.</summary>
    public TestTargetStyle? Tests { get; set; }

    /// <summary>How the log is read.</summary>
    public Scoring.TestLogFormat? LogFormat { get; set; }

    /// <summary>Whether the log names failures only.</summary>
    public bool? NamesFailuresOnly { get; set; }

    /// <summary>Seconds for the tests; default 1800.</summary>
    public double? TestTimeoutSec { get; set; }

    /// <summary>The size of the devbox.</summary>
    public double? Cpus { get; set; }

    /// <summary>Its memory.</summary>
    public double? MemoryMb { get; set; }

    /// <summary>Whether the entry is for an instance.</summary>
    public bool Fits(SweBenchInstance instance) =>
        (Repo is null || string.Equals(Repo, instance.Repo, StringComparison.OrdinalIgnoreCase))
        && (Versions is null || (instance.Version is { } version && Versions.Contains(version)));
}
