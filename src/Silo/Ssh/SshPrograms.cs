namespace BenchCluster.Ssh;

/// <summary>The host's programs that SSH needs; see <c>docs/decisions/0012-*</c>.</summary>
internal static class SshPrograms
{
    /// <summary>The Debian packages that have them.</summary>
    public const string Packages = "openssh-server libnss-wrapper";

    /// <summary>The server.</summary>
    public const string Server = "/usr/sbin/sshd";

    private static readonly string[] LibraryDirectories =
        ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib"];

    /// <summary>The library that gives sshd a list of users of its own; null when there is none.</summary>
    public static string? UserLibrary => LibraryDirectories.Select(directory => Path.Combine(directory, "libnss_wrapper.so")).FirstOrDefault(File.Exists);

    /// <summary>Whether they are all there.</summary>
    public static bool AreThere => File.Exists(Server) && UserLibrary is not null;
}
