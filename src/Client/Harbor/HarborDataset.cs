namespace BenchCluster.Client.Harbor;

/// <summary>A folder of tasks, or one task's folder.</summary>
internal static class HarborDataset
{
    /// <summary>Reads all tasks, in the order of their folders' names; a bad one does not hinder the others.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static async Task<IReadOnlyList<HarborFolder>> ReadAsync(
        string folder, Func<string, string?> environment, CancellationToken cancellationToken)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (!Directory.Exists(root))
            throw new DirectoryNotFoundException($"There is no folder '{folder}'.");
        var folders = IsTask(root) ? [root] : Directory.GetDirectories(root).Where(LooksLikeTask).Order(StringComparer.Ordinal).ToArray();

        var read = new List<HarborFolder>();
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in folders)
        {
            var task = await HarborTaskReader.ReadAsync(path, environment, cancellationToken);
            if (task.Task is { } valid && !names.TryAdd(valid.Name, task.Name))
            {
                task.Problems.Refuse(HarborTaskReader.ConfigFile, "task.name", $"'{valid.Name}' is taken by the task in {names[valid.Name]}/");
                task = task with { Task = null };
            }

            read.Add(task);
        }

        return read;
    }

    /// <summary>Whether the folder is a task itself.</summary>
    public static bool IsTask(string folder) => File.Exists(Path.Combine(folder, HarborTaskReader.ConfigFile));

    /// <summary>A folder with any part of a task is one, perhaps malformed; documentation and the like is not.</summary>
    private static bool LooksLikeTask(string folder) =>
        IsTask(folder)
        || File.Exists(Path.Combine(folder, HarborTaskReader.InstructionFile))
        || File.Exists(Path.Combine(folder, "tests", "test.sh"))
        || Directory.Exists(Path.Combine(folder, "environment"));
}
