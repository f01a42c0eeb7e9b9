using BenchCluster.AgentProtocol;
using BenchCluster.Data;
using BenchCluster.Devboxes;

namespace BenchCluster.DevboxAgents;

/// <summary>The devboxes' directories below the data directory, with the agents' sockets in them.</summary>
internal sealed class DevboxHost(DataDirectory data) : IDevboxHost
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public long FreeDiskBytes => new DriveInfo(data.Path).AvailableFreeSpace;

    public string PrepareRunDirectory(string devboxId)
    {
        var path = PathOf(devboxId);
        Directory.CreateDirectory(data.Devboxes, OwnerOnly);
        Directory.CreateDirectory(path, OwnerOnly);
        return path;
    }

    public IDevboxAgent Connect(string devboxId) => new AgentConnection(ClientOf(devboxId));

    public IReadOnlyList<DevboxLogLine> ReadLog(string devboxId, string? executionId, string? shellName) =>
        new ExecutionLogs(ArchiveOf(devboxId)).Read(executionId, shellName);

    // Root in the devbox may have written it: it says what it likes, but not that something is still to come.
    public ProcessStatus? FindRecorded(string devboxId, string executionId) =>
        ArchiveOf(devboxId).Find(executionId) is { Phase: ExecutionPhase.Exited } report
            ? ProcessReports.StatusOf(report) with { Id = executionId }
            : null;

    /// <summary>The agent of a devbox, for what streams.</summary>
    public AgentClient ClientOf(string devboxId) => new(PathOf(devboxId));

    /// <summary>A connection to the agent of a devbox, for one operation.</summary>
    public Task<System.Net.Sockets.Socket> SocketOfAsync(string devboxId, CancellationToken cancellationToken) =>
        AgentSocket.ConnectAsync(PathOf(devboxId), isContained: true, cancellationToken);

    /// <summary>What the executions of a devbox left, whether or not it still runs.</summary>
    public ExecutionArchive ArchiveOf(string devboxId) => new(PathOf(devboxId));

    private string PathOf(string devboxId) => Path.Combine(data.Devboxes, ResourceId.Require(ResourceKind.Devbox, devboxId));
}
