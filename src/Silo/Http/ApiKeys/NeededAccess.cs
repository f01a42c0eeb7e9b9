using BenchCluster.ApiKeys;

namespace BenchCluster.Http.ApiKeys;

/// <summary>What a request needs a key to be allowed.</summary>
internal static class NeededAccess
{
    /// <summary>Requests of other verbs than GET that change nothing.</summary>
    private static readonly HashSet<string> Reading = ["wait_for_status", "wait_for_end", "read_file_contents", "download_file", "preview"];

    /// <summary>The resource, null where no restricted key is given it, and the access.</summary>
    /// <param name="path">The request's path, which begins with <c>/v1</c>.</param>
    public static (ScopedResource? Resource, AccessLevel Access) Of(string verb, string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var isReading = HttpMethods.IsGet(verb) || HttpMethods.IsHead(verb) || Reading.Contains(parts[^1]);
        return (ResourceOf(parts), isReading ? AccessLevel.Read : AccessLevel.Write);
    }

    private static ScopedResource? ResourceOf(string[] parts) => parts switch
    {
        [_, "devboxes", "disk_snapshots", ..] or [_, "devboxes", _, "snapshot_disk" or "snapshot_disk_async"] => ScopedResource.Snapshots,
        [_, "devboxes", ..] => ScopedResource.Devboxes,
        [_, "blueprints", ..] => ScopedResource.Blueprints,
        [_, "benchmarks" or "benchmark_runs" or "benchmark_jobs", ..] => ScopedResource.Benchmarks,
        [_, "scenarios", ..] => ScopedResource.Scenarios,
        [_, "agents", ..] => ScopedResource.Agents,
        [_, "objects", ..] => ScopedResource.Objects,
        [_, "accounts", ..] => ScopedResource.Account,
        _ => null,
    };
}
