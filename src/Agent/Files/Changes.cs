using System.Runtime.InteropServices;
using System.Text;
using BenchCluster.Agent.Native;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Agent.Files;

/// <summary>Finds what was changed on the devbox's own disk since a time; mounts are not looked into.</summary>
internal static partial class Changes
{
    private const int MostDirectories = 100;
    private const int MostFound = 100_000;
    private const int LongestSearch = 60_000;

    /// <summary>Looks through the directories, in their order.</summary>
    /// <exception cref="AgentException"><see cref="AgentErrorCode.Invalid"/>, with the field.</exception>
    public static FoundChanges Find(ChangeSearch search)
    {
        Check(search);
        var deadline = TimeProvider.System.GetTimestamp() + ((search.TimeoutMs ?? ChangeSearch.DefaultTimeoutMs) * 1_000_000L);
        var found = new List<string>();
        var isAll = true;
        for (var i = 0; i < search.Directories.Count; i++)
            isAll &= Look(search, search.Directories[i], [.. search.Directories.Take(i)], deadline, found);
        return new FoundChanges(found, isAll);
    }

    private static void Check(ChangeSearch search)
    {
        if (search.SinceMs < 0)
            throw Invalid("since_ms: must not be negative.");
        if (search.Directories.Count is 0 or > MostDirectories || search.Directories.Any(path => path is null || !path.StartsWith('/') || path.Contains('\0', StringComparison.Ordinal)))
            throw Invalid($"directories: must be 1 to {MostDirectories} absolute paths.");
        if (search.Limit is < 1 or > MostFound)
            throw Invalid($"limit: must be 1 to {MostFound}.");
        if (search.TimeoutMs is < 1 or > LongestSearch)
            throw Invalid($"timeout_ms: must be 1 to {LongestSearch}.");
    }

    private static unsafe bool Look(ChangeSearch search, string directory, string[] skipped, long deadline, List<string> found)
    {
        var result = bench_changed(
            directory, search.SinceMs * 1_000_000, skipped, skipped.Length, search.Limit ?? ChangeSearch.DefaultLimit, deadline, out var bytes, out var length);
        switch (result)
        {
            // A directory that is not there, or is a link to another (/bin to /usr/bin), holds no changes of its own.
            case -Libc.ErrorNoEntry or -Libc.ErrorNotDirectory:
                return true;
            case < 0:
                throw SystemFailure.Of(-result, $"'{directory}'");
        }

        var text = new ReadOnlySpan<byte>((byte*)bytes, (int)length);
        for (int end; (end = text.IndexOf((byte)0)) > 0; text = text[(end + 1)..])
            found.Add(Encoding.UTF8.GetString(text[..end]));
        bench_free(bytes);
        return result == 1;
    }

    private static AgentException Invalid(string message) => new(AgentErrorCode.Invalid, message);

    [LibraryImport("bench_native", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int bench_changed(
        string root, long sinceNs, string[] skipped, int skippedCount, long limit, long deadlineNs, out nint found, out long length);

    [LibraryImport("bench_native")]
    private static partial void bench_free(nint found);
}
