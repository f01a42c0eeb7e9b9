using BenchCluster.Client.Harbor;

namespace BenchCluster.Tests.Harbor;

/// <summary>A dataset in a folder of its own, which is gone when the test is over.</summary>
internal sealed class TaskFolders : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("bench-harbor-");

    public string Path => _root.FullName;

    /// <summary>A valid task; each change is a file's path and its text, or null to leave it out.</summary>
    public TaskFolders Add(string name, string toml = "", params (string File, string? Text)[] changes)
    {
        var files = new Dictionary<string, string?>
        {
            ["task.toml"] = $"version = \"1.0\"\n{toml}",
            ["instruction.md"] = "Say hello.",
            ["environment/Dockerfile"] = "FROM scratch",
            ["tests/test.sh"] = "echo 1 > /logs/verifier/reward.txt",
        };
        foreach (var (file, text) in changes)
            files[file] = text;
        foreach (var (file, text) in files)
        {
            if (text is not null)
                Write($"{name}/{file}", text);
        }

        return this;
    }

    public void Write(string file, string text)
    {
        var path = System.IO.Path.Combine(Path, file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public void Delete(string name) => Directory.Delete(System.IO.Path.Combine(Path, name), recursive: true);

    /// <summary>Reads it as an import does.</summary>
    public Task<IReadOnlyList<HarborFolder>> ReadAsync(params (string Name, string Value)[] variables) =>
        HarborDataset.ReadAsync(
            Path, name => variables.Where(v => v.Name == name).Select(v => v.Value).FirstOrDefault(), CancellationToken.None);

    public void Dispose() => _root.Delete(recursive: true);
}
