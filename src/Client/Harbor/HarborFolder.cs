namespace BenchCluster.Client.Harbor;

/// <summary>A task's folder and what was found to say about it.</summary>
/// <param name="Path">The folder.</param>
/// <param name="Task">The task; null where it is refused.</param>
internal sealed record HarborFolder(string Path, HarborTask? Task, HarborProblems Problems)
{
    /// <summary>The folder's own name.</summary>
    public string Name => System.IO.Path.GetFileName(Path);
}
