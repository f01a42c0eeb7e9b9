using BenchCluster.Agent.Accounts;
using BenchCluster.Agent.Native;

namespace BenchCluster.Agent.Files;

/// <summary>Replaces a plain file, or makes one: whole or not at all, where a file can be made beside it.</summary>
internal static class Replacement
{
    private const int DefaultMode = 0x1A4;

    /// <summary>Writes it; what was there keeps its mode and owner unless others are given.</summary>
    public static void Write(string path, Stream content, int? mode, Account account, Account? owner, FileStatus? former)
    {
        if (former is { } file && !account.IsRoot && (file.Uid, file.Gid) != (account.Uid, account.Gid))
        {
            // Only root can give it back to its owner.
            KnownFile.Overwrite(path, content);
            return;
        }

        using var temporary = CreateBeside(path, former);
        if (temporary is null)
        {
            KnownFile.Overwrite(path, content);
            return;
        }

        try
        {
            (uint, uint)? ids = owner is not null ? (owner.Uid, owner.Gid) : former is { } kept ? (kept.Uid, kept.Gid) : null;
            NewFile.Fill(temporary, content, (UnixFileMode)(mode ?? former?.Mode ?? DefaultMode), ids);
            temporary.Dispose();
            Rename(temporary.Name, path);
        }
        catch
        {
            File.Delete(temporary.Name);
            throw;
        }
    }

    private static void Rename(string written, string path)
    {
        try
        {
            File.Move(written, path, overwrite: true);
        }
        catch (IOException e) when (e.HResult == Libc.ErrorBusy)
        {
            // Something is mounted there, as over /etc/hosts.
            using (var content = File.OpenRead(written))
                KnownFile.Overwrite(path, content);
            File.Delete(written);
        }
    }

    /// <summary>Makes a file beside it; null where the user may not, but there is one that may be written.</summary>
    private static FileStream? CreateBeside(string path, FileStatus? former)
    {
        try
        {
            return NewFile.Create(Path.Combine(Path.GetDirectoryName(path)!, $".bench-{Guid.NewGuid():N}"));
        }
        catch (UnauthorizedAccessException) when (former is not null)
        {
            return null;
        }
    }
}
