namespace BenchCluster.Devboxes;

/// <summary>
/// The agent in a running devbox. Everything that touches the inside goes through it. Every call fails with
/// <see cref="AgentUnreachableException"/> when it does not answer, and with <see cref="BenchException"/> when it
/// answers that something cannot be done.
/// </summary>
public interface IDevboxAgent
{
    /// <summary>Waits until the agent answers, as long as <paramref name="cancellationToken"/> allows.</summary>
    Task AwaitReadyAsync(CancellationToken cancellationToken);

    /// <summary>Whether the agent answers at all, within a second or two.</summary>
    Task<bool> IsAliveAsync(CancellationToken cancellationToken);

    /// <summary>Starts a process, or finds the one with the same id, and waits up to <paramref name="wait"/> for its end.</summary>
    Task<ProcessStatus> StartAsync(ProcessStart start, TimeSpan wait, CancellationToken cancellationToken);

    /// <summary>A process, waiting up to <paramref name="wait"/> for its end; null when none has this id.</summary>
    Task<ProcessStatus?> FindAsync(string id, TimeSpan wait, CancellationToken cancellationToken);

    /// <summary>How many processes that were started run, or wait for their shell.</summary>
    Task<int> CountRunningAsync(CancellationToken cancellationToken);

    /// <summary>Kills the process, or all that it started.</summary>
    Task KillAsync(string id, bool wholeTree, CancellationToken cancellationToken);

    /// <summary>Sends Ctrl-C's signal to the process's group.</summary>
    Task InterruptAsync(string id, CancellationToken cancellationToken);

    /// <summary>Writes to the process's standard input, and closes it if asked.</summary>
    Task WriteStandardInputAsync(string id, ReadOnlyMemory<byte> bytes, bool close, CancellationToken cancellationToken);

    /// <summary>How many processes there are beside the agent.</summary>
    Task<int> CountProcessesAsync(CancellationToken cancellationToken);

    /// <summary>What was changed on the disk at or after a time, in these directories first to last.</summary>
    Task<DiskChanges> FindChangesAsync(DateTimeOffset since, IReadOnlyList<string> directories, CancellationToken cancellationToken);

    /// <summary>Kills every process in the devbox but the agent.</summary>
    Task QuiesceAsync(CancellationToken cancellationToken);

    /// <summary>Writes a file and the directories above it, as root.</summary>
    Task WriteFileAsync(string path, Stream content, UnixFileMode mode, string? owner, CancellationToken cancellationToken);

    /// <summary>The bytes of a small file, or null when there is none.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.BadRequest"/> when it is larger than <paramref name="limit"/>.</exception>
    Task<byte[]?> ReadSmallFileAsync(string path, int limit, CancellationToken cancellationToken);

    /// <summary>Unpacks a tar, gzipped or not, into a directory, as root; all of it is the owner's, or root's.</summary>
    Task UnpackAsync(string directory, Stream tar, string? owner, CancellationToken cancellationToken);

    /// <summary>Where a user's commands begin: the home, or <c>/</c> where that is not there.</summary>
    Task<string> HomeAsync(string user, CancellationToken cancellationToken);

    /// <summary>Removes a file or a directory with all in it; not an error when there is none.</summary>
    Task RemoveAsync(string path, CancellationToken cancellationToken);

    /// <summary>Makes a directory and those above it; one that is there gets the mode, if one is given.</summary>
    Task MakeDirectoryAsync(string path, UnixFileMode? mode, CancellationToken cancellationToken);
}
