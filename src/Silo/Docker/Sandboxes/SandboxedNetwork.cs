using BenchCluster.Engine;
using Docker.DotNet.Models;
using ContainerSpec = BenchCluster.Engine.ContainerSpec;

namespace BenchCluster.Docker.Sandboxes;

/// <summary>
/// What a container has of the network when it does not have one of its own: the sandbox's, and files of its own where
/// the engine would share the sandbox's, which the next devbox would find as this one left them.
/// </summary>
internal static class SandboxedNetwork
{
    /// <summary>The host name in every sandbox; the engine lets no container that joins one choose its own.</summary>
    public const string Hostname = "devbox";

    private const string Hosts = """
        127.0.0.1	localhost
        ::1	localhost ip6-localhost ip6-loopback
        127.0.1.1	devbox

        """;

    /// <summary>The engine's own resolver, which every network has that is not the default one.</summary>
    private const string Resolver = """
        nameserver 127.0.0.11
        options ndots:0

        """;

    /// <summary>Joins the container to the sandbox.</summary>
    public static void Join(CreateContainerParameters parameters, ContainerSpec spec, string sandbox)
    {
        var directory = Directory.CreateDirectory(
            DirectoryOf(spec.RunDirectory), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
        parameters.Hostname = null;
        // In the file of its own, below.
        parameters.HostConfig.ExtraHosts = null;
        parameters.HostConfig.NetworkMode = $"container:{sandbox}";
        parameters.HostConfig.Mounts =
        [
            .. parameters.HostConfig.Mounts,
            FileOf(directory, "hosts", HostsWith(spec.LoopbackNames)),
            FileOf(directory, "hostname", Hostname + "\n"),
            FileOf(directory, "resolv.conf", ResolverOf(spec.Network)),
        ];
    }

    /// <summary>The file of names for a service beside a devbox, which would have the sandbox's.</summary>
    public static Mount HostsOf(string runDirectory, IReadOnlyList<string> names)
    {
        var directory = Directory.CreateDirectory(
            DirectoryOf(runDirectory), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
        return FileOf(directory, "hosts", HostsWith(names));
    }

    private static string HostsWith(IReadOnlyList<string> names) => names.Count == 0 ? Hosts : $"{Hosts}127.0.0.1\t{string.Join(' ', names)}\n";

    /// <summary>Tells a container that has joined one who resolves names, from now on.</summary>
    /// <param name="mounts">What it has mounted.</param>
    public static void SetResolver(IEnumerable<MountPoint> mounts, ContainerNetwork network)
    {
        // In place: a file that replaced it would not be the one that is mounted.
        if (mounts.FirstOrDefault(mount => mount.Destination is "/etc/resolv.conf")?.Source is { } file && File.Exists(file))
            File.WriteAllText(file, ResolverOf(network));
    }

    /// <summary>Removes the files of a container that is gone.</summary>
    /// <param name="mounts">What it had mounted.</param>
    public static void Forget(IEnumerable<MountPoint> mounts)
    {
        if (mounts.FirstOrDefault(mount => mount.Destination is "/etc/hosts")?.Source is { } hosts
            && Path.GetDirectoryName(hosts) is { } directory && Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static string ResolverOf(ContainerNetwork network) => network is ContainerNetwork.None ? "" : Resolver;

    /// <summary>Beside the run directory and not in it: a link that root in the devbox has put there would be followed.</summary>
    private static string DirectoryOf(string runDirectory) => Path.TrimEndingDirectorySeparator(runDirectory) + ".network";

    private static Mount FileOf(string directory, string name, string content)
    {
        var path = Path.Combine(directory, name);
        File.WriteAllText(path, content);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        return new Mount { Type = "bind", Source = path, Target = "/etc/" + name };
    }
}
