namespace BenchCluster.Tests;

/// <summary>Where this checkout is, and what <c>./bench</c> has built in it.</summary>
public static class Repository
{
    /// <summary>The checkout's directory.</summary>
    public static string Root { get; } = Find();

    /// <summary>What was built; <c>BENCH_ARTIFACTS</c> overrides.</summary>
    public static string Artifacts { get; } = Environment.GetEnvironmentVariable("BENCH_ARTIFACTS") ?? Path.Combine(Root, "artifacts");

    /// <summary>A built file.</summary>
    /// <exception cref="FileNotFoundException">It has not been built.</exception>
    public static string Artifact(params string[] path)
    {
        var file = Path.Combine([Artifacts, .. path]);
        return File.Exists(file) ? file : throw new FileNotFoundException($"There is no '{file}'. Build it with ./bench test or ./bench up.");
    }

    private static string Find()
    {
        for (var directory = AppContext.BaseDirectory; directory is not null; directory = Path.GetDirectoryName(directory))
        {
            if (File.Exists(Path.Combine(directory, "BenchCluster.sln")))
                return directory;
        }

        throw new DirectoryNotFoundException("The tests are not below a checkout.");
    }
}
