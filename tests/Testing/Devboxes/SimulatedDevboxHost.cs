using System.Collections.Concurrent;
using BenchCluster.Devboxes;

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

    /// <summary>Every process that was started, as often as it was.</summary>
    public ConcurrentQueue<(string DevboxId, string ProcessId)> Started { get; } = new();

    /// <inheritdoc/>
    public string PrepareRunDirectory(string devboxId) => $"/simulated/{devboxId}";

    /// <inheritdoc/>
    public IDevboxAgent Connect(string devboxId) => _agents.GetOrAdd(devboxId, id => new SimulatedAgent(id, this));

    /// <inheritdoc/>
    public ProcessStatus? FindRecorded(string devboxId, string executionId) =>
        _agents.TryGetValue(devboxId, out var agent) ? agent.Recorded(executionId) : null;
}
