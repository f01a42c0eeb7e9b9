namespace BenchCluster.Agent.Accounts;

/// <summary>Who a command or a file operation is done as.</summary>
/// <param name="Name">The name, or the number where it has none.</param>
/// <param name="Groups">Supplementary groups.</param>
/// <param name="Home">The home directory.</param>
/// <param name="Shell">The login shell, which is told to commands and not used.</param>
internal sealed record Account(string Name, uint Uid, uint Gid, uint[] Groups, string Home, string Shell)
{
    /// <summary>Root, as in an image without /etc/passwd.</summary>
    public static Account Root { get; } = new("root", 0, 0, [], "/root", "/bin/sh");

    /// <summary>Where its commands begin.</summary>
    public string Beginning => Directory.Exists(Home) ? Home : "/";

    /// <summary>Whether it is root.</summary>
    public bool IsRoot => Uid == 0;
}
