using BenchCluster.Agent.Accounts;
using BenchCluster.Agent.Native;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Agent.Files;

/// <summary>Makes directories, and gives files to their owners.</summary>
internal static class Directories
{
    /// <summary>0755.</summary>
    private const UnixFileMode DefaultMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Makes a directory and those above it, if it is not there.</summary>
    /// <param name="owner">Who gets those that are made; null for the user who makes them.</param>
    /// <param name="mode">The mode of the last, if it is made.</param>
    public static void Make(string directory, Account? owner, UnixFileMode mode = DefaultMode)
    {
        switch (FileStatus.FindTarget(directory))
        {
            case { Kind: FileKind.Directory }:
                return;
            case not null:
                throw new AgentException(AgentErrorCode.NotDirectory, $"'{directory}' is no directory.");
            default:
                if (Path.GetDirectoryName(directory) is { } parent)
                    Make(parent, owner);
                Directory.CreateDirectory(directory, mode);
                Give(directory, owner);
                break;
        }
    }

    /// <summary>Gives a file, or a link itself, to its owner; null for nobody.</summary>
    public static void Give(string path, Account? owner)
    {
        if (owner is not null && Libc.lchown(path, owner.Uid, owner.Gid) != 0)
            throw SystemFailure.Last($"'{path}' cannot be given to '{owner.Name}'");
    }
}
