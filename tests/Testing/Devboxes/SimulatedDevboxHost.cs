using System.Collections.Concurrent;
using System.Text;
using BenchCluster.Devboxes;
using BenchCluster.Resources;
using BenchCluster.Tests.Engine;

namespace BenchCluster.Tests.Devboxes;

/// <summary>
/// A simulated node's side of devboxes, for tests of scale and faults: no process runs; a script says how each command
/// ends. It outlives the silos of a test, as a real host does.
/// </summary>
public sealed class SimulatedDevboxHost : IDevboxHost
{
    private readonly ConcurrentDictionary<string, SimulatedAgent> _agents = new();

    /// <summary>How a command ends; by default with exit status 0 and "1.0" on standard output.</summary>
    public Func<ProcessStart, Task<SimulatedExit>> Script { get; set; } = _ => Task.FromResult(new SimulatedExit(0, "1.0\n"));

    /// <summary>Whether the agent of a devbox answers.</summary>
    public Func<string, bool> Answers { get; set; } = _ => true;

    /// <summary>Whether a file cannot be written, by its path, and why; by default every one can.</summary>
    public Func<string, BenchException?> Refuses { get; set; } = _ => null;

    /// <summary>What was changed on a devbox's disk; by default nothing.</summary>
    public Func<string, DiskChanges> Changes { get; set; } = _ => new DiskChanges([], true);

    /// <inheritdoc/>
    public long FreeDiskBytes { get; set; } = 1L << 40;

    /// <summary>Every process that was started, as often as it was.</summary>
    public ConcurrentQueue<(string DevboxId, string ProcessId)> Started { get; } = new();

    /// <summary>Lets agents answer only while their containers run.</summary>
    public void RunOn(SimulatedContainerEngine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        Answers = engine.Runs;
        engine.Ended = Break;
    }

    /// <summary>Ends every call of the devbox's agent that waits: its container has ended.</summary>
    public void Break(string devboxId)
    {
        if (_agents.TryGetValue(devboxId, out var agent))
            agent.Break();
    }

    /// <summary>Forgets what ran, and the insides of all devboxes but these: for measurements of a silo's own memory.</summary>
    public void ForgetAllBut(IReadOnlySet<string> devboxIds)
    {
        ArgumentNullException.ThrowIfNull(devboxIds);
        Started.Clear();
        foreach (var id in _agents.Keys.Where(id => !devboxIds.Contains(id)))
            _agents.TryRemove(id, out _);
    }

    /// <summary>The text of a file in a devbox, or null when there is none.</summary>
    public string? ReadFile(string devboxId, string path) =>
        Agent(devboxId).Files.TryGetValue(path, out var bytes) ? Encoding.UTF8.GetString(bytes) : null;

    /// <summary>Writes a file in a devbox, as a process in it would.</summary>
    public void WriteFile(string devboxId, string path, string text) => Agent(devboxId).Files[path] = Encoding.UTF8.GetBytes(text);

    /// <inheritdoc/>
    public string PrepareRunDirectory(string devboxId) => $"/simulated/{devboxId}";

    /// <inheritdoc/>
    public IDevboxAgent Connect(string devboxId) => Agent(devboxId);

    /// <inheritdoc/>
    public IReadOnlyList<DevboxLogLine> ReadLog(string devboxId, string? executionId, string? shellName) => [];

    /// <inheritdoc/>
    public ProcessStatus? FindRecorded(string devboxId, string executionId) =>
        _agents.TryGetValue(devboxId, out var agent) ? agent.Recorded(executionId) : null;

    private SimulatedAgent Agent(string devboxId) => _agents.GetOrAdd(devboxId, id => new SimulatedAgent(id, this));
}
