namespace BenchCluster.Tests;

/// <summary>Where the published agent is.</summary>
internal static class AgentProgram
{
    private const string Variable = "BENCH_AGENT";

    private static readonly Lazy<string> Found = new(Find);

    /// <summary>Its path: that of <c>BENCH_AGENT</c>, else of the repository's artifacts.</summary>
    public static string Path => Found.Value;

    private static string Find()
    {
        var path = Environment.GetEnvironmentVariable(Variable)
            ?? System.IO.Path.Combine(Repository(), "artifacts", "agent", "bench-agent");
        return File.Exists(path)
            ? System.IO.Path.GetFullPath(path)
            : throw new FileNotFoundException(
                $"There is no agent at '{path}'. Build it: dotnet publish src/Agent/Agent.csproj -c Release -r linux-x64 -o artifacts/agent. "
                + $"Or name another in {Variable}.");
    }

    private static string Repository()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(directory.FullName, "BenchCluster.sln")))
                return directory.FullName;
        }

        throw new DirectoryNotFoundException($"No directory above '{AppContext.BaseDirectory}' has BenchCluster.sln.");
    }
}
