using System.Text;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Tests.Files;

/// <summary>A test with an agent and a directory for files, in which every user may write.</summary>
public abstract class FileTest : AgentTest
{
    private string? _directory;

    private protected string Root => _directory ??= MakeRoot();

    private protected string At(string name) => Path.Combine(Root, name);

    private protected Task WriteAsync(string name, string content, Func<FileTarget, FileTarget>? with = null) =>
        WriteAsync(name, Encoding.UTF8.GetBytes(content), with);

    private protected Task WriteAsync(string name, byte[] content, Func<FileTarget, FileTarget>? with = null)
    {
        var target = new FileTarget { Path = At(name) };
        return Agent.WriteFileAsync(with is null ? target : with(target), new MemoryStream(content), Deadline);
    }

    private protected async Task<byte[]> ReadAsync(FileTarget target)
    {
        await using var file = await Agent.OpenReadAsync(target, Deadline);
        using var content = new MemoryStream();
        await file.CopyToAsync(content, Deadline);
        return content.ToArray();
    }

    private protected Task<byte[]> ReadAsync(string name) => ReadAsync(new FileTarget { Path = At(name) });

    /// <summary>What <c>stat</c> says: mode, user and group.</summary>
    private protected async Task<string> OwnershipAsync(string name) => (await RunAsync($"stat -c '%a %U %G' '{At(name)}'")).Out().Trim();

    private string MakeRoot()
    {
        // The agent's own directory is not for others; this one is for all.
        File.SetUnixFileMode(Running.RunDirectory, (UnixFileMode)0x1ED);
        var path = Directory.CreateDirectory(Path.Combine(Running.RunDirectory, "files")).FullName;
        File.SetUnixFileMode(path, (UnixFileMode)0x1FF);
        return path;
    }
}
