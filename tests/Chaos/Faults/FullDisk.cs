namespace BenchCluster.Tests.Chaos;

/// <summary>Fills the disk that a directory is on; it must be a small one of the test's own.</summary>
internal static class FullDisk
{
    /// <summary>Writes until nothing more fits.</summary>
    public static async Task FillAsync(string directory)
    {
        await using var filler = new FileStream(FillerOf(directory), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        foreach (var size in (int[])[1 << 20, 1 << 12, 1])
        {
            try
            {
                while (true)
                    await filler.WriteAsync(new byte[size]);
            }
            catch (IOException)
            {
                // This much does not fit any more.
            }
        }
    }

    /// <summary>Gives the space back.</summary>
    public static void Empty(string directory) => File.Delete(FillerOf(directory));

    private static string FillerOf(string directory) => Path.Combine(directory, "filler");
}
