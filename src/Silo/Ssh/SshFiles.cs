using System.Security.Cryptography;

namespace BenchCluster.Ssh;

/// <summary>
/// What sshd is told: its configuration, its host key, the keys that it lets in, and its own list of users, in a directory
/// of the silo's. Nothing of the host's own SSH is read or changed.
/// </summary>
internal sealed class SshFiles
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _directory;
    private readonly string _agent;
    private readonly Lock _lock = new();

    /// <summary>Those in a directory; nothing is made yet.</summary>
    /// <param name="agentDirectory">Where <c>bench-agent</c> is, which sshd runs for each login.</param>
    public SshFiles(string directory, string agentDirectory) =>
        (_directory, _agent) = (directory, Path.Combine(agentDirectory, "bench-agent"));

    /// <summary>The socket that logins reach the silo at.</summary>
    public string Socket => At("silo.sock");

    /// <summary>The configuration.</summary>
    public string Configuration => At("sshd_config");

    /// <summary>The users that sshd knows.</summary>
    public string Users => At("passwd");

    /// <summary>Their groups.</summary>
    public string Groups => At("group");

    private string HostKey => At("host_key");

    private string AuthorizedKeys => At("authorized_keys");

    /// <summary>Makes what is not there yet.</summary>
    public void Prepare()
    {
        lock (_lock)
        {
            Directory.CreateDirectory(_directory, OwnerOnly | UnixFileMode.UserExecute);
            if (!File.Exists(HostKey))
            {
                using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
                Write(HostKey, key.ExportECPrivateKeyPem() + "\n");
            }

            Write(Configuration, Settings());
            Write(Groups, "root:x:0:\ntty:x:5:\nnogroup:x:65534:\n");
            if (!File.Exists(Users))
                Write(Users, "sshd:x:65533:65534:sshd before a login:/run/sshd:/usr/sbin/nologin\n" + UserLine("root"));
            if (!File.Exists(AuthorizedKeys))
                Write(AuthorizedKeys, "");
        }
    }

    /// <summary>Lets a new key into a devbox; the private key, in PEM.</summary>
    public string Admit(string devboxId, string user)
    {
        Prepare();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        lock (_lock)
        {
            if (!File.ReadLines(Users).Any(line => line.StartsWith($"{user}:", StringComparison.Ordinal)))
                File.AppendAllText(Users, UserLine(user));
            var command = $"exec {Quote(_agent)} ssh {Quote(Socket)} {devboxId}".Replace("\"", "\\\"", StringComparison.Ordinal);
            File.AppendAllText(AuthorizedKeys, $"restrict,pty,command=\"{command}\" {SshPublicKey.Of(key)} {devboxId}\n");
        }

        return key.ExportECPrivateKeyPem() + "\n";
    }

    /// <summary>Lets no key into a devbox any more.</summary>
    public void Forget(string devboxId)
    {
        lock (_lock)
        {
            var kept = File.ReadLines(AuthorizedKeys).Where(line => !line.EndsWith($" {devboxId}", StringComparison.Ordinal)).ToList();
            Write(AuthorizedKeys, string.Concat(kept.Select(line => line + "\n")));
        }
    }

    private static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static void Write(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = OwnerOnly };
        using (var file = new StreamWriter(path + ".new", options))
            file.Write(text);
        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>Whoever logs in is the silo on the host, and can do there what the key's line says, which is one thing.</summary>
    private string UserLine(string user) => $"{user}:x:{HostUser.Id}:{HostUser.GroupId}::{_directory}:/bin/sh\n";

    private string Settings() => $"""
        HostKey "{HostKey}"
        AuthorizedKeysFile "{AuthorizedKeys}"
        PidFile none
        UsePAM no
        StrictModes no
        AuthenticationMethods publickey
        PermitRootLogin forced-commands-only
        DisableForwarding yes
        PermitUserRC no
        PermitUserEnvironment no
        PrintMotd no
        PrintLastLog no
        LoginGraceTime 30
        ClientAliveInterval 15
        ClientAliveCountMax 4
        Subsystem sftp bench-sftp

        """;

    private string At(string name) => Path.Combine(_directory, name);
}
