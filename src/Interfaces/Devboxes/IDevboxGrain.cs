using BenchCluster.Tunnels;
using Orleans.Concurrency;

namespace BenchCluster.Devboxes;

/// <summary>
/// A devbox: owns its container's whole life. Key: the devbox's id. A devbox that was never created answers
/// <see cref="BenchError.NotFound"/>.
/// </summary>
[Alias("bench.IDevboxGrain")]
public interface IDevboxGrain : IGrainWithStringKey
{
    /// <summary>Creates the devbox and begins to start it; a second call with the same id finds the first.</summary>
    [Alias("Create")]
    Task<DevboxView> Create(DevboxSpec spec);

    /// <summary>The devbox now.</summary>
    [AlwaysInterleave, Alias("Get")]
    Task<DevboxView> Get();

    /// <summary>Waits until the devbox is in one of the states, or <paramref name="wait"/> is over; the devbox then.</summary>
    [AlwaysInterleave, Alias("WaitForStatus")]
    Task<DevboxView> WaitForStatus(IReadOnlyList<DevboxStatus> statuses, TimeSpan wait, CancellationToken cancellationToken);

    /// <summary>Replaces name and metadata; null keeps, empty clears.</summary>
    [Alias("Update")]
    Task<DevboxView> Update(string? name, IReadOnlyDictionary<string, string>? metadata);

    /// <summary>Ends the devbox for good; ending one that has ended changes nothing.</summary>
    /// <param name="force">Whether snapshots in progress do not matter.</param>
    /// <exception cref="BenchException"><see cref="BenchError.Conflict"/> while a snapshot is in progress.</exception>
    [Alias("Shutdown")]
    Task<DevboxView> Shutdown(ShutdownReason reason, bool force);

    /// <summary>Keeps the disk and ends the processes; a devbox that is suspended already stays so.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.Conflict"/> when the devbox is not running.</exception>
    [Alias("Suspend")]
    Task<DevboxView> Suspend();

    /// <summary>Starts a suspended devbox again, with the disk as it was.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.Conflict"/> when the devbox is not suspended.</exception>
    [Alias("Resume")]
    Task<DevboxView> Resume();

    /// <summary>What it has used.</summary>
    [AlwaysInterleave, Alias("Usage")]
    Task<DevboxUsageView> Usage();

    /// <summary>Opens the devbox's tunnel; one that is open already is left as it is.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.Conflict"/> when the devbox is not running.</exception>
    [Alias("EnableTunnel")]
    Task<TunnelView> EnableTunnel(TunnelRequest request);

    /// <summary>Closes the tunnel; not an error when there is none.</summary>
    [Alias("RemoveTunnel")]
    Task RemoveTunnel();

    /// <summary>The tunnel that is open and has this key; null when there is none.</summary>
    [AlwaysInterleave, Alias("FindTunnel")]
    Task<TunnelPassage?> FindTunnel(string key);

    /// <summary>Bytes have gone through the tunnel: activity, where the tunnel says so.</summary>
    [AlwaysInterleave, Alias("TouchTunnel")]
    Task TouchTunnel();

    /// <summary>Begins the keep-alive time anew.</summary>
    [Alias("KeepAlive")]
    Task KeepAlive();

    /// <summary>
    /// Starts a command, or finds the one with the same id, and waits up to <paramref name="wait"/> for its end.
    /// </summary>
    /// <exception cref="BenchException"><see cref="BenchError.Conflict"/> when the devbox is not running.</exception>
    [AlwaysInterleave, Alias("Execute")]
    Task<ExecutionView> Execute(ExecuteCommand command, TimeSpan wait, int lastLines, CancellationToken cancellationToken);

    /// <summary>An execution, waiting up to <paramref name="wait"/> for its end; also of a devbox that has ended.</summary>
    [AlwaysInterleave, Alias("GetExecution")]
    Task<ExecutionView> GetExecution(string executionId, TimeSpan wait, int lastLines, CancellationToken cancellationToken);

    /// <summary>What its commands printed, by time, without what is secret; also of a devbox that has ended.</summary>
    /// <param name="executionId">Only of this execution.</param>
    /// <param name="shellName">Only of commands in this named shell.</param>
    [AlwaysInterleave, Alias("GetLog")]
    Task<IReadOnlyList<DevboxLogLine>> GetLog(string? executionId, string? shellName);

    /// <summary>Takes note that the kernel killed a process in it for want of memory; the devbox may go on.</summary>
    [Alias("NoteOutOfMemory")]
    Task NoteOutOfMemory();

    /// <summary>Kills an execution that still runs: its process, or all that it started.</summary>
    [AlwaysInterleave, Alias("KillExecution")]
    Task<ExecutionView> KillExecution(string executionId, bool wholeGroup);

    /// <summary>Writes to an execution's standard input.</summary>
    [AlwaysInterleave, Alias("SendStandardInput")]
    Task SendStandardInput(string executionId, StandardInputRequest input);

    /// <summary>Permission to reach the devbox's files or streams directly; counts as activity.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.Conflict"/> when the devbox is not running.</exception>
    [AlwaysInterleave, Alias("Access")]
    Task<DevboxAccess> Access();

    /// <summary>Permission to run a session in the devbox; counts as activity.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.Conflict"/> when the devbox is not running.</exception>
    [AlwaysInterleave, Alias("OpenSession")]
    Task<SessionAccess> OpenSession();

    /// <summary>Tells the devbox to compare what it knows with what the engine has.</summary>
    [Alias("Reconcile")]
    Task Reconcile();

    /// <summary>Whether this container is the devbox's present one.</summary>
    [AlwaysInterleave, Alias("Claims")]
    Task<bool> Claims(int epoch);
}
