using System.Security.Cryptography;
using BenchCluster.Ssh;

namespace BenchCluster.Tests.Ssh;

public sealed class SshFilesTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("bench-ssh-files-").FullName;

    private SshFiles Files => new(Path.Combine(_directory, "it's"), "/opt/the \"agent\"");

    private string AuthorizedKeys => File.ReadAllText(Path.Combine(_directory, "it's", "authorized_keys"));

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_key_leads_to_its_devbox_and_to_one_command_alone()
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(Files.Admit("dbx_one", "user"));

        var line = Assert.Single(AuthorizedKeys.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("restrict,pty,command=\"exec '/opt/the \\\"agent\\\"/bench-agent' ssh '", line);
        Assert.Contains("it'\\''s/silo.sock' dbx_one\" ecdsa-sha2-nistp256 ", line);
        Assert.EndsWith($"{SshPublicKey.Of(key)} dbx_one", line);
    }

    [Fact]
    public void Keys_of_a_devbox_are_forgotten_and_those_of_others_stay()
    {
        Files.Admit("dbx_one", "user");
        Files.Admit("dbx_two", "user");
        Files.Admit("dbx_one", "user");

        Files.Forget("dbx_one");

        Assert.EndsWith(" dbx_two", Assert.Single(AuthorizedKeys.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Fact]
    public void Each_user_is_known_once_and_all_of_them_are_the_silo_on_its_host()
    {
        Files.Admit("dbx_one", "dev");
        Files.Admit("dbx_two", "dev");
        Files.Admit("dbx_three", "root");

        var users = File.ReadAllLines(Files.Users).Select(line => line.Split(':')).ToList();
        Assert.Equal(["sshd", "root", "dev"], users.Select(user => user[0]));
        Assert.All(users[1..], user => Assert.Equal($"{HostUser.Id}", user[2]));
    }

    [Fact]
    public void What_is_there_stays_and_is_for_nobody_else()
    {
        Files.Admit("dbx_one", "user");
        var hostKey = File.ReadAllText(Path.Combine(_directory, "it's", "host_key"));

        Files.Prepare();

        Assert.Contains("dbx_one", AuthorizedKeys);
        Assert.Equal(hostKey, File.ReadAllText(Path.Combine(_directory, "it's", "host_key")));
        foreach (var file in Directory.GetFiles(Path.Combine(_directory, "it's")))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public void A_public_key_is_written_as_the_rfc_says()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = key.ExportParameters(false).Q;

        var words = SshPublicKey.Of(key).Split(' ');

        Assert.Equal("ecdsa-sha2-nistp256", words[0]);
        byte[] expected =
        [
            0, 0, 0, 19, .. "ecdsa-sha2-nistp256"u8, 0, 0, 0, 8, .. "nistp256"u8, 0, 0, 0, 65, 4, .. point.X!, .. point.Y!,
        ];
        Assert.Equal(expected, Convert.FromBase64String(words[1]));
    }
}
