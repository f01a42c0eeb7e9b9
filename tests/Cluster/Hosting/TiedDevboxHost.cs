using BenchCluster.Devboxes;

namespace BenchCluster.Tests.Hosting;

/// <summary>The devboxes' agents as one silo reaches them.</summary>
internal sealed class TiedDevboxHost(IDevboxHost host, Lifeline line) : IDevboxHost
{
    public long FreeDiskBytes => host.FreeDiskBytes;

    public string PrepareRunDirectory(string devboxId) => host.PrepareRunDirectory(devboxId);

    public IDevboxAgent Connect(string devboxId) => new TiedAgent(host.Connect(devboxId), line);

    public IReadOnlyList<DevboxLogLine> ReadLog(string devboxId, string? executionId, string? shellName) => host.ReadLog(devboxId, executionId, shellName);

    public ProcessStatus? FindRecorded(string devboxId, string executionId) => host.FindRecorded(devboxId, executionId);

    private sealed class TiedAgent(IDevboxAgent agent, Lifeline line) : IDevboxAgent
    {
        public Task AwaitReadyAsync(CancellationToken cancellationToken) =>
            line.PassAsync(() => agent.AwaitReadyAsync(cancellationToken), cancellationToken);

        public Task<bool> IsAliveAsync(CancellationToken cancellationToken) =>
            line.PassAsync(() => agent.IsAliveAsync(cancellationToken), cancellationToken);

        public Task<ProcessStatus> StartAsync(ProcessStart start, TimeSpan wait, CancellationToken cancellationToken) =>
            line.PassAsync(() => agent.StartAsync(start, wait, cancellationToken), cancellationToken);

        public Task<ProcessStatus?> FindAsync(string id, TimeSpan wait, CancellationToken cancellationToken) =>
            line.PassAsync(() => agent.FindAsync(id, wait, cancellationToken), cancellationToken);

        public Task<int> CountRunningAsync(CancellationToken cancellationToken) =>
            line.PassAsync(() => agent.CountRunningAsync(cancellationToken), cancellationToken);

        public Task KillAsync(string id, bool wholeTree, CancellationToken cancellationToken) =>
            line.PassAsync(() => agent.KillAsync(id, wholeTree, cancellationToken), cancellationToken);

        public Task InterruptAsync(string id, CancellationToken cancellationToken) =>
            line.PassAsync(() => agent.InterruptAsync(id, cancellationToken), cancellationToken);

        public Task WriteStandardInputAsync(string id, ReadOnlyMemory<byte> bytes, bool close, CancellationToken cancellationToken) =>
            line.PassAsync(() => agent.WriteStandardInputAsync(id, bytes, close, cancellationToken), cancellationToken);

        public Task<int> CountProcessesAsync(CancellationToken cancellationToken) =>
            line.PassAsync(() => agent.CountProcessesAsync(cancellationToken), cancellationToken);

        public Task<DiskChanges> FindChangesAsync(DateTimeOffset since, IReadOnlyList<string> directories, CancellationToken cancellationToken) =>
            line.PassAsync(() => agent.FindChangesAsync(since, directories, cancellationToken), cancellationToken);

        public Task QuiesceAsync(CancellationToken cancellationToken) =>
            line.PassAsync(() => agent.QuiesceAsync(cancellationToken), cancellationToken);

        public Task WriteFileAsync(string path, Stream content, UnixFileMode mode, string? owner, CancellationToken cancellationToken) =>
            line.PassAsync(() => agent.WriteFileAsync(path, content, mode, owner, cancellationToken), cancellationToken);

        public Task<byte[]?> ReadSmallFileAsync(string path, int limit, CancellationToken cancellationToken) =>
            line.PassAsync(() => agent.ReadSmallFileAsync(path, limit, cancellationToken), cancellationToken);

        public Task UnpackAsync(string directory, Stream tar, string? owner, CancellationToken cancellationToken) =>
            line.PassAsync(() => agent.UnpackAsync(directory, tar, owner, cancellationToken), cancellationToken);

        public Task<string> HomeAsync(string user, CancellationToken cancellationToken) =>
            line.PassAsync(() => agent.HomeAsync(user, cancellationToken), cancellationToken);

        public Task RemoveAsync(string path, CancellationToken cancellationToken) =>
            line.PassAsync(() => agent.RemoveAsync(path, cancellationToken), cancellationToken);

        public Task MakeDirectoryAsync(string path, UnixFileMode? mode, CancellationToken cancellationToken) =>
            line.PassAsync(() => agent.MakeDirectoryAsync(path, mode, cancellationToken), cancellationToken);
    }
}
