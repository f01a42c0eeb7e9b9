namespace BenchCluster.Devboxes;

/// <summary>The node's side of its devboxes: their directories and the agents in them.</summary>
public interface IDevboxHost
{
    /// <summary>What is free on the disk of the devboxes' directories.</summary>
    long FreeDiskBytes { get; }

    /// <summary>Makes the devbox's own directory, if it is not there, and returns its path on the host.</summary>
    string PrepareRunDirectory(string devboxId);

    /// <summary>The agent in the devbox; nothing is sent yet.</summary>
    IDevboxAgent Connect(string devboxId);

    /// <summary>What the devbox's executions printed, by time; all of them, one, or those of a named shell.</summary>
    IReadOnlyList<DevboxLogLine> ReadLog(string devboxId, string? executionId, string? shellName);

    /// <summary>An execution of a devbox whose container is gone, as recorded; null when there was none.</summary>
    ProcessStatus? FindRecorded(string devboxId, string executionId);
}
