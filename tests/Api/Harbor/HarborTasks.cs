namespace BenchCluster.Tests.Harbor;

/// <summary>Tasks in a folder of its own, which is gone when the test is over.</summary>
internal sealed class HarborTasks : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("bench-harbor-api-");

    public string Folder => _root.FullName;

    /// <summary>A task of the files, by their paths; shell scripts may be run.</summary>
    public HarborTasks Add(string name, params (string Path, string Text)[] files)
    {
        foreach (var (file, text) in files)
        {
            var path = Path.Combine(Folder, name, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
            if (file.EndsWith(".sh", StringComparison.Ordinal))
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }

        return this;
    }

    public void Dispose() => _root.Delete(recursive: true);
}
