using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Tests.Files;

public sealed class UnpackTests : FileTest
{
    private static MemoryStream Tar(params TarEntry[] entries)
    {
        var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (var entry in entries)
                writer.WriteEntry(entry);
        }

        tar.Position = 0;
        return tar;
    }

    private static PaxTarEntry PlainFile(string name, string content, int mode = 0x1A4) => new(TarEntryType.RegularFile, name)
    {
        DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)),
        Mode = (UnixFileMode)mode,
        ModificationTime = DateTimeOffset.FromUnixTimeSeconds(1_000_000_000),
    };

    private static PaxTarEntry Link(string name, string target, TarEntryType type = TarEntryType.SymbolicLink) => new(type, name) { LinkName = target };

    private static MemoryStream Gzip(MemoryStream bytes)
    {
        var gzip = new MemoryStream();
        using (var stream = new GZipStream(gzip, CompressionLevel.Fastest, leaveOpen: true))
            bytes.CopyTo(stream);
        gzip.Position = 0;
        return gzip;
    }

    private Task UnpackAsync(Stream tar, Func<FileTarget, FileTarget>? with = null)
    {
        var target = new FileTarget { Path = At("into") };
        return Agent.UnpackAsync(with is null ? target : with(target), tar, Deadline);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_tar_is_unpacked_gzipped_or_not(bool isGzipped)
    {
        var name = string.Join('/', Enumerable.Repeat(new string('n', 100), 4));
        var tar = Tar(
            new PaxTarEntry(TarEntryType.Directory, "empty/") { Mode = (UnixFileMode)0x1C0 },
            PlainFile("run.sh", "echo hi", 0x1ED),
            PlainFile("ü b/c", "text"),
            PlainFile(name, "long"),
            PlainFile("nothing", ""),
            Link("absolute", "/usr/bin/env"),
            Link("relative", "../up/there"),
            Link("hard", "run.sh", TarEntryType.HardLink));

        await UnpackAsync(isGzipped ? Gzip(tar) : tar);

        Assert.Equal("echo hi", await File.ReadAllTextAsync(At("into/run.sh")));
        Assert.Equal("text", await File.ReadAllTextAsync(At("into/ü b/c")));
        Assert.Equal("long", await File.ReadAllTextAsync(At("into/" + name)));
        Assert.Equal("", await File.ReadAllTextAsync(At("into/nothing")));
        Assert.Equal("755 root root", await OwnershipAsync("into/run.sh"));
        Assert.Equal("700 root root", await OwnershipAsync("into/empty"));
        Assert.Equal("/usr/bin/env", new FileInfo(At("into/absolute")).LinkTarget);
        Assert.Equal("../up/there", new FileInfo(At("into/relative")).LinkTarget);
        Assert.Equal("2\n", (await RunAsync($"stat -c %h {At("into/hard")}")).Out());
        Assert.Equal("1000000000\n", (await RunAsync($"stat -c %Y {At("into/run.sh")}")).Out());
    }

    [Fact]
    public async Task What_tar_itself_makes_is_unpacked()
    {
        await RunAsync($"mkdir -p {At("from/sub")}; cd {At("from")}; echo x > sub/file; ln -s sub/file link; ln sub/file hard; tar czf ../archive.tgz .");

        await using (var archive = File.OpenRead(At("archive.tgz")))
            await UnpackAsync(archive);

        Assert.Equal("", (await RunAsync($"diff -r {At("from")} {At("into")} 2>&1; find {At("into")} -samefile {At("into/hard")} | wc -l | grep -v 2")).Out());
        Assert.Equal("sub/file", new FileInfo(At("into/link")).LinkTarget);
    }

    [Fact]
    public async Task What_is_there_is_replaced()
    {
        await WriteAsync("into/file", "old");
        await WriteAsync("outside", "kept");
        File.CreateSymbolicLink(At("into/link"), At("outside"));

        await UnpackAsync(Tar(PlainFile("file", "new"), PlainFile("link", "plain now")));

        Assert.Equal("new", await File.ReadAllTextAsync(At("into/file")));
        Assert.Equal("plain now", await File.ReadAllTextAsync(At("into/link")));
        Assert.Equal("kept", await File.ReadAllTextAsync(At("outside")));
    }

    [Fact]
    public async Task What_is_unpacked_gets_its_owner()
    {
        await UnpackAsync(
            Tar(new PaxTarEntry(TarEntryType.Directory, "dir") { Uid = 4711, Gid = 4711, Mode = (UnixFileMode)0x1ED }, PlainFile("dir/file", "x"), Link("link", "dir")),
            target => target with { Owner = "daemon" });

        Assert.Equal("755 daemon daemon", await OwnershipAsync("into"));
        Assert.Equal("755 daemon daemon", await OwnershipAsync("into/dir"));
        Assert.Equal("644 daemon daemon", await OwnershipAsync("into/dir/file"));
        Assert.EndsWith("daemon daemon", await OwnershipAsync("into/link"));
    }

    [Fact]
    public async Task A_user_unpacks_with_the_users_rights()
    {
        await UnpackAsync(Tar(PlainFile("file", "x")), target => target with { User = "nobody" });
        Assert.Equal("644 nobody nogroup", await OwnershipAsync("into/file"));

        await RunAsync($"chown root {At("into")}");
        Assert.Equal(AgentErrorCode.PermissionDenied, await RefusalAsync(() => UnpackAsync(Tar(PlainFile("other", "x")), target => target with { User = "nobody" })));
    }

    [Theory]
    [InlineData("../out")]
    [InlineData("a/../../out")]
    [InlineData("a/..")]
    public async Task A_name_that_leads_out_is_refused(string name)
    {
        Assert.Equal(AgentErrorCode.Invalid, await RefusalAsync(() => UnpackAsync(Tar(PlainFile(name, "x")))));
        Assert.False(File.Exists(At("out")));
    }

    [Fact]
    public async Task An_absolute_name_is_below_the_directory()
    {
        await UnpackAsync(Tar(PlainFile("/etc/made-up", "x")));

        Assert.True(File.Exists(At("into/etc/made-up")));
    }

    [Fact]
    public async Task Nothing_is_written_through_a_link_of_the_archive()
    {
        Directory.CreateDirectory(At("outside"));

        await Assert.ThrowsAsync<AgentException>(() => UnpackAsync(Tar(Link("way", At("outside")), PlainFile("way/file", "x"))));
        await UnpackAsync(Tar(Link("alias", At("outside/file")), PlainFile("alias", "x")));
        Assert.Equal(AgentErrorCode.Invalid, await RefusalAsync(() => UnpackAsync(Tar(Link("hard", "../outside", TarEntryType.HardLink)))));

        Assert.Empty(Directory.GetFileSystemEntries(At("outside")));
    }

    [Fact]
    public async Task Devices_and_pipes_are_refused()
    {
        Assert.Equal(AgentErrorCode.Invalid, await RefusalAsync(() => UnpackAsync(Tar(new PaxTarEntry(TarEntryType.Fifo, "pipe")))));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(600)]
    [InlineData(100_000)]
    public async Task Bytes_that_are_no_tar_are_refused(int length)
    {
        var garbage = new byte[length];
        new Random(length).NextBytes(garbage);

        Assert.Equal(AgentErrorCode.Invalid, await RefusalAsync(() => UnpackAsync(new MemoryStream(garbage))));
        Assert.Equal(AgentErrorCode.Invalid, await RefusalAsync(() => UnpackAsync(Gzip(new MemoryStream(garbage)))));
    }

    [Fact]
    public async Task A_tar_that_is_cut_off_is_refused()
    {
        var tar = Tar(PlainFile("file", new string('x', 10_000))).ToArray();

        Assert.Equal(AgentErrorCode.Invalid, await RefusalAsync(() => UnpackAsync(new MemoryStream(tar[..5000]))));
        Assert.Equal(AgentErrorCode.Invalid, await RefusalAsync(() => UnpackAsync(new MemoryStream(Gzip(new MemoryStream(tar)).ToArray()[..60]))));
    }

    [Fact]
    public async Task A_full_disk_is_said_to_be()
    {
        using var disk = new SmallDisk(At("into"), "1m");

        Assert.Equal(AgentErrorCode.NoSpace, await RefusalAsync(() => UnpackAsync(Tar(PlainFile("file", new string('x', 2 << 20))))));
    }
}
