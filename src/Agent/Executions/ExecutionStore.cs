using System.Text.Json;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Agent.Executions;

/// <summary>The executions on disk: one directory each.</summary>
/// <param name="directory">The directory that holds them.</param>
internal sealed class ExecutionStore(string directory)
{
    /// <summary>The name of the file that says how an execution ended.</summary>
    public const string StatusFile = "status.json";

    /// <summary>The directory of one.</summary>
    public string PathOf(string id) => Path.Combine(directory, id);

    /// <summary>Whether there is one.</summary>
    public bool Has(string id) => Directory.Exists(PathOf(id));

    /// <summary>How one ended; null when there is none.</summary>
    public ExecutionReport? Find(string id)
    {
        if (!Has(id))
            return null;
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(PathOf(id), StatusFile)), AgentJson.Default.ExecutionReport);
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return Lost(id);
        }
    }

    /// <summary>Ids of all.</summary>
    public IEnumerable<string> Ids() =>
        Directory.Exists(directory) ? Directory.EnumerateDirectories(directory).Select(path => Path.GetFileName(path)) : [];

    /// <summary>One that has no end on record was cut off with the agent before this one.</summary>
    private ExecutionReport Lost(string id)
    {
        var stdout = new FileInfo(Path.Combine(PathOf(id), "stdout"));
        var stderr = new FileInfo(Path.Combine(PathOf(id), "stderr"));
        return new ExecutionReport
        {
            Id = id,
            Phase = ExecutionPhase.Exited,
            ExitCode = 137,
            Signal = 9,
            Problem = "It was cut off when the container stopped.",
            StdoutBytes = stdout.Exists ? stdout.Length : 0,
            StderrBytes = stderr.Exists ? stderr.Length : 0,
            StdoutKept = stdout.Exists ? stdout.Length : 0,
            StderrKept = stderr.Exists ? stderr.Length : 0,
        };
    }
}
