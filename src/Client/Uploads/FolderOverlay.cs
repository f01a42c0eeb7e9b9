namespace BenchCluster.Client.Uploads;

/// <summary>Folders laid over each other in a folder of its own, which is gone when it is disposed of; the last has its way.</summary>
internal sealed class FolderOverlay : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bench-overlay-");

    private FolderOverlay()
    {
    }

    public string Path => _folder.FullName;

    /// <summary>The overlay of those of the folders that exist.</summary>
    public static FolderOverlay Of(params ReadOnlySpan<string> folders)
    {
        var overlay = new FolderOverlay();
        try
        {
            foreach (var folder in folders)
            {
                if (Directory.Exists(folder))
                    Copy(new DirectoryInfo(folder), overlay._folder);
            }

            return overlay;
        }
        catch
        {
            overlay.Dispose();
            throw;
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static void Copy(DirectoryInfo from, DirectoryInfo to)
    {
        foreach (var item in from.EnumerateFileSystemInfos("*", new EnumerationOptions { AttributesToSkip = 0 }))
        {
            var target = System.IO.Path.Combine(to.FullName, item.Name);
            if (item.LinkTarget is { } link)
            {
                File.Delete(target);
                File.CreateSymbolicLink(target, link);
            }
            else if (item is DirectoryInfo folder)
                Copy(folder, to.CreateSubdirectory(folder.Name));
            else
                ((FileInfo)item).CopyTo(target, overwrite: true);
        }
    }
}
