using System.Security.Cryptography;
using System.Text;
using BenchCluster.AgentProtocol;
using CsCheck;

namespace BenchCluster.Tests.Files;

public sealed class FileWriteTests : FileTest
{
    [Fact]
    public async Task Any_bytes_come_back_as_they_were_written() => await Gen.Byte.Array[0, 200_000].SampleAsync(
        async content =>
        {
            await WriteAsync("file", content);
            Assert.Equal(content, await ReadAsync("file"));
            Assert.Equal(content, await File.ReadAllBytesAsync(At("file")));
        },
        iter: 30,
        threads: 1);

    [Theory]
    [InlineData("with space")]
    [InlineData("with\nnewline")]
    [InlineData("with 'quotes\" and \\ and ü and 漢")]
    [InlineData("-leading-dash")]
    [InlineData("a/b/c/deep")]
    public async Task Any_name_can_be_written_read_looked_at_and_removed(string name)
    {
        await WriteAsync(name, "content");

        Assert.Equal("content", Encoding.UTF8.GetString(await ReadAsync(name)));
        Assert.Equal(Path.GetFileName(name), (await Agent.StatAsync(new FileTarget { Path = At(name) }, Deadline)).Name);
        await Agent.RemoveAsync(new FileTarget { Path = At(name) }, Deadline);
        Assert.False(File.Exists(At(name)));
    }

    [Fact]
    public async Task A_name_of_the_longest_length_can_be_written()
    {
        var name = new string('n', 255);
        await WriteAsync(name, "1");
        await WriteAsync(name, "2");

        Assert.Equal("2", Encoding.UTF8.GetString(await ReadAsync(name)));
        Assert.Equal(AgentErrorCode.Invalid, await RefusalAsync(() => WriteAsync(name + "n", "x")));
    }

    [Fact]
    public async Task A_hundred_megabytes_stream_through_without_memory()
    {
        const int length = 100 << 20;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await Agent.WriteFileAsync(new FileTarget { Path = At("large") }, new PatternStream(length), Deadline);
        await using (var file = await Agent.OpenReadAsync(new FileTarget { Path = At("large") }, Deadline))
        {
            var buffer = new byte[1 << 16];
            for (int read; (read = await file.ReadAsync(buffer, Deadline)) > 0;)
                hash.AppendData(buffer, 0, read);
        }

        Assert.Equal(await SHA256.HashDataAsync(new PatternStream(length), Deadline), hash.GetHashAndReset());
        Assert.InRange(Running.ResidentBytes(), 1, 60 << 20);
    }

    [Fact]
    public async Task A_new_file_is_roots_and_for_all_to_read()
    {
        await WriteAsync("dir/file", "x");

        Assert.Equal("644 root root", await OwnershipAsync("dir/file"));
        Assert.Equal("755 root root", await OwnershipAsync("dir"));
    }

    [Fact]
    public async Task A_file_gets_the_mode_and_the_owner_that_were_asked_for_and_so_do_the_directories_above()
    {
        await WriteAsync("dir/file", "x", target => target with { Mode = 0x980 | 0x1C0, Owner = "daemon:nogroup" });

        Assert.Equal("4700 daemon nogroup", await OwnershipAsync("dir/file"));
        Assert.Equal("755 daemon nogroup", await OwnershipAsync("dir"));
    }

    [Fact]
    public async Task A_file_that_a_user_writes_is_the_users()
    {
        await WriteAsync("file", "x", target => target with { User = "nobody" });

        Assert.Equal("644 nobody nogroup", await OwnershipAsync("file"));
    }

    [Fact]
    public async Task A_file_that_is_written_again_keeps_its_mode_and_owner()
    {
        await WriteAsync("file", "1", target => target with { Mode = 0x1E8, Owner = "daemon" });
        await WriteAsync("file", "2");

        Assert.Equal("750 daemon daemon", await OwnershipAsync("file"));
        Assert.Equal("2", Encoding.UTF8.GetString(await ReadAsync("file")));
    }

    [Fact]
    public async Task A_user_who_may_write_anothers_file_does_not_take_it()
    {
        await WriteAsync("file", "a long content", target => target with { Mode = 0x1B6, Owner = "daemon" });
        await WriteAsync("file", "short", target => target with { User = "nobody" });

        Assert.Equal("666 daemon daemon", await OwnershipAsync("file"));
        Assert.Equal("short", Encoding.UTF8.GetString(await ReadAsync("file")));
    }

    [Fact]
    public async Task A_user_may_write_an_own_file_in_a_directory_that_is_not_theirs()
    {
        await WriteAsync("dir/file", "1", target => target with { Owner = "nobody" });
        await RunAsync($"chown root:root {At("dir")}");
        await WriteAsync("dir/file", "2", target => target with { User = "nobody" });

        Assert.Equal("2", Encoding.UTF8.GetString(await ReadAsync("dir/file")));
    }

    [Fact]
    public async Task What_a_user_may_not_write_is_refused_and_unchanged()
    {
        await WriteAsync("file", "root's", target => target with { Mode = 0x1A4 });
        await RunAsync($"chmod 755 {Root}");

        Assert.Equal(AgentErrorCode.PermissionDenied, await RefusalAsync(() => WriteAsync("file", "x", target => target with { User = "nobody" })));
        Assert.Equal(AgentErrorCode.PermissionDenied, await RefusalAsync(() => WriteAsync("new", "x", target => target with { User = "nobody" })));
        Assert.Equal(AgentErrorCode.PermissionDenied, await RefusalAsync(() => WriteAsync("new/er", "x", target => target with { User = "nobody" })));
        Assert.Equal("root's", Encoding.UTF8.GetString(await ReadAsync("file")));
        Assert.Equal([At("file")], Directory.GetFileSystemEntries(Root));
    }

    [Fact]
    public async Task A_refusal_reaches_one_who_still_sends()
    {
        Directory.CreateDirectory(At("dir"));

        Assert.Equal(AgentErrorCode.IsDirectory, await RefusalAsync(
            () => Agent.WriteFileAsync(new FileTarget { Path = At("dir") }, new PatternStream(200 << 20), Deadline)));
    }

    [Fact]
    public async Task A_write_that_breaks_off_leaves_what_was_there()
    {
        await WriteAsync("file", "before");
        using (var socket = await AgentSocket.ConnectAsync(Running.RunDirectory, isContained: false, Deadline))
        {
            await using var stream = new System.Net.Sockets.NetworkStream(socket);
            await Wire.WriteHeadAsync(
                stream,
                new AgentRequest { Operation = Operation.WriteFile, File = new FileTarget { Path = At("file") } },
                AgentJson.Default.AgentRequest,
                Deadline);
            await Wire.WriteFrameAsync(stream, FrameType.Input, new byte[100_000], Deadline);
            await Eventually.Get(() => Task.FromResult(Directory.GetFileSystemEntries(Root).Length), count => count == 2);
        }

        await Eventually.Get(() => Task.FromResult(Directory.GetFileSystemEntries(Root).Length), count => count == 1);
        Assert.Equal("before", Encoding.UTF8.GetString(await ReadAsync("file")));
    }

    [Fact]
    public async Task What_is_being_written_is_nobody_elses_to_read()
    {
        using var socket = await AgentSocket.ConnectAsync(Running.RunDirectory, isContained: false, Deadline);
        await using var stream = new System.Net.Sockets.NetworkStream(socket);
        await Wire.WriteHeadAsync(
            stream,
            new AgentRequest { Operation = Operation.WriteFile, File = new FileTarget { Path = At("file"), Mode = 0x180 } },
            AgentJson.Default.AgentRequest,
            Deadline);
        await Wire.WriteFrameAsync(stream, FrameType.Input, "secret"u8.ToArray(), Deadline);
        var files = await Eventually.Get(() => Task.FromResult(Directory.GetFileSystemEntries(Root)), found => found.Length == 1);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(files[0]));
    }

    [Fact]
    public async Task A_write_through_a_link_changes_the_target_and_keeps_the_link()
    {
        await WriteAsync("target", "1");
        File.CreateSymbolicLink(At("link"), "target");
        File.CreateSymbolicLink(At("dangling"), At("not/yet"));

        await WriteAsync("link", "2");
        await WriteAsync("dangling", "3");

        Assert.Equal("2", await File.ReadAllTextAsync(At("target")));
        Assert.Equal("target", new FileInfo(At("link")).LinkTarget);
        Assert.Equal("3", await File.ReadAllTextAsync(At("not/yet")));
    }

    [Fact]
    public async Task A_loop_of_links_is_refused()
    {
        File.CreateSymbolicLink(At("a"), "b");
        File.CreateSymbolicLink(At("b"), "a");

        await Assert.ThrowsAsync<AgentException>(() => WriteAsync("a", "x"));
        await Assert.ThrowsAsync<AgentException>(() => ReadAsync("a"));
    }

    [Fact]
    public async Task A_full_disk_is_said_to_be_and_nothing_is_left()
    {
        using var disk = new SmallDisk(At("disk"), "1m");
        await WriteAsync("disk/file", "before");

        Assert.Equal(AgentErrorCode.NoSpace, await RefusalAsync(() => WriteAsync("disk/file", new byte[2 << 20])));

        Assert.Equal("before", await File.ReadAllTextAsync(At("disk/file")));
        Assert.Single(Directory.GetFileSystemEntries(At("disk")));
    }

    [Fact]
    public async Task A_disk_that_cannot_be_written_is_said_to_be()
    {
        using var disk = new SmallDisk(At("disk"), "1m,ro");

        Assert.Equal(AgentErrorCode.ReadOnly, await RefusalAsync(() => WriteAsync("disk/file", "x")));
    }

    [Fact]
    public async Task A_file_that_is_mounted_is_written_in_its_place()
    {
        await WriteAsync("mounted", "1");
        using var mount = new BindMount(At("mounted"), At("mounted"));

        await WriteAsync("mounted", "2");

        Assert.Equal("2", await File.ReadAllTextAsync(At("mounted")));
        Assert.Single(Directory.GetFileSystemEntries(Root));
    }

    [Fact]
    public async Task A_device_takes_bytes_and_a_pipe_is_refused_at_once()
    {
        await Agent.WriteFileAsync(new FileTarget { Path = "/dev/null" }, new MemoryStream([1, 2, 3]), Deadline);
        Assert.Equal(0, (await RunAsync($"mkfifo {At("pipe")}; [ -c /dev/null ]")).ExitCode);

        await Assert.ThrowsAsync<AgentException>(() => WriteAsync("pipe", "x"));
        Assert.Equal(AgentErrorCode.Invalid, await RefusalAsync(() => ReadAsync("pipe")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    public async Task A_path_that_cannot_be_one_is_refused(string path)
    {
        Assert.Equal(AgentErrorCode.Invalid, await RefusalAsync(() => Agent.StatAsync(new FileTarget { Path = path }, Deadline)));
    }

    [Fact]
    public async Task Modes_and_users_that_cannot_be_are_refused()
    {
        Assert.Equal(AgentErrorCode.Invalid, await RefusalAsync(() => WriteAsync("file", "x", target => target with { Mode = 0x1000 })));
        Assert.Equal(AgentErrorCode.Invalid, await RefusalAsync(() => WriteAsync("file", "x", target => target with { Mode = -1 })));
        Assert.Equal(AgentErrorCode.NotFound, await RefusalAsync(() => WriteAsync("file", "x", target => target with { User = "no-such-user" })));
        Assert.Equal(AgentErrorCode.NotFound, await RefusalAsync(() => WriteAsync("file", "x", target => target with { Owner = "no-such-user" })));
        Assert.Empty(Directory.GetFileSystemEntries(Root));
    }

    [Fact]
    public async Task Writers_of_one_file_replace_it_whole()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(n => WriteAsync("file", Enumerable.Repeat((byte)n, 500_000).ToArray())));

        var content = await ReadAsync("file");
        Assert.Equal(500_000, content.Length);
        Assert.Single(content.Distinct());
        Assert.Single(Directory.GetFileSystemEntries(Root));
    }
}
