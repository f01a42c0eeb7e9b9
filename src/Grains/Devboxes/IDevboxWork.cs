using BenchCluster.Engine;
using Orleans.Concurrency;

namespace BenchCluster.Devboxes;

/// <summary>
/// What a scenario run does inside its devbox. Served by the devbox's grain, which is next to the container, so that a
/// run may be on any silo.
/// </summary>
[Alias("bench.IDevboxWork")]
internal interface IDevboxWork : IGrainWithStringKey
{
    /// <summary>Facts of the running devbox that commands depend on.</summary>
    [AlwaysInterleave, Alias("Facts")]
    Task<DevboxFacts> Facts();

    /// <summary>Says which values a process is about to be given that nothing may show: the log is without them from then on.</summary>
    [Alias("Entrust")]
    Task Entrust(IReadOnlyList<string> values);

    /// <summary>All values that nothing of the devbox's may show.</summary>
    [AlwaysInterleave, Alias("ConfidentialValues")]
    Task<IReadOnlyList<string>> ConfidentialValues();

    /// <summary>Starts a process or finds it, and waits up to <paramref name="wait"/>, at most 20 s, for its end.</summary>
    [AlwaysInterleave, Alias("Start")]
    Task<ProcessStatus> Start(ProcessStart start, TimeSpan wait, CancellationToken cancellationToken);

    /// <summary>A process, or null when none has this id.</summary>
    [AlwaysInterleave, Alias("Find")]
    Task<ProcessStatus?> Find(string id, TimeSpan wait, CancellationToken cancellationToken);

    /// <summary>Kills all that the process started.</summary>
    [AlwaysInterleave, Alias("Kill")]
    Task Kill(string id);

    /// <summary>Kills every process in the devbox but the agent.</summary>
    [AlwaysInterleave, Alias("Quiesce")]
    Task Quiesce();

    /// <summary>How many processes there are beside the agent.</summary>
    [AlwaysInterleave, Alias("CountProcesses")]
    Task<int> CountProcesses();

    /// <summary>What was changed on the disk at or after a time, in these directories first to last.</summary>
    [AlwaysInterleave, Alias("FindChanges")]
    Task<DiskChanges> FindChanges(DateTimeOffset since, IReadOnlyList<string> directories);

    /// <summary>Begins to start the container anew; done when the devbox is running again.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.Conflict"/> when the devbox is not running.</exception>
    [Alias("Renew")]
    Task Renew(DiskRenewal renewal);

    /// <summary>Says what the devbox can reach from now on; null for what it was asked for with. May be done twice.</summary>
    [AlwaysInterleave, Alias("SetNetwork")]
    Task SetNetwork(ContainerNetwork? network, CancellationToken cancellationToken);

    /// <summary>Writes text files as root, with the directories above them.</summary>
    [AlwaysInterleave, Alias("WriteFiles")]
    Task WriteFiles(IReadOnlyList<DevboxFile> files);

    /// <summary>Unpacks a storage object into a directory, emptied before.</summary>
    [AlwaysInterleave, Alias("Unpack")]
    Task Unpack(string objectId, string directory);

    /// <summary>Unpacks a storage object over what is in a directory; what it brings is the user's.</summary>
    [AlwaysInterleave, Alias("UnpackOver")]
    Task UnpackOver(string objectId, string directory, string user);

    /// <summary>The text of a small file, or null.</summary>
    [AlwaysInterleave, Alias("ReadSmallFile")]
    Task<string?> ReadSmallFile(string path);

    /// <summary>
    /// Empties a directory, or makes it, for everybody to make files in. Those that are named are made, empty, and are
    /// nobody's to write or replace but their owner's, or root's.
    /// </summary>
    [AlwaysInterleave, Alias("ResetDirectory")]
    Task ResetDirectory(string path, string owner, IReadOnlyList<string> files);

    /// <summary>Removes files and directories.</summary>
    [AlwaysInterleave, Alias("Remove")]
    Task Remove(IReadOnlyList<string> paths);

    /// <summary>What a process that has ended printed on standard output, from its beginning, up to a number of bytes.</summary>
    [AlwaysInterleave, Alias("ReadOutput")]
    Task<byte[]> ReadOutput(string id, int mostBytes);
}
