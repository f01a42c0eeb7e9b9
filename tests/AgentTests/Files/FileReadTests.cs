using System.Text;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Tests.Files;

public sealed class FileReadTests : FileTest
{
    [Theory]
    [InlineData(0, "0123456789")]
    [InlineData(4, "456789")]
    [InlineData(10, "")]
    [InlineData(99, "")]
    public async Task A_file_is_read_from_an_offset(long offset, string content)
    {
        await WriteAsync("file", "0123456789");

        Assert.Equal(content, Encoding.UTF8.GetString(await ReadAsync(new FileTarget { Path = At("file"), Offset = offset })));
    }

    [Fact]
    public async Task A_path_that_is_not_absolute_is_below_the_users_home()
    {
        var hostname = await File.ReadAllBytesAsync("/etc/hostname");

        Assert.Equal(hostname, await ReadAsync(new FileTarget { Path = "../etc/hostname" }));
        Assert.Equal(hostname, await ReadAsync(new FileTarget { Path = "../../etc/hostname", User = "daemon" }));
    }

    [Fact]
    public async Task What_the_kernel_makes_up_can_be_read()
    {
        Assert.Equal(await File.ReadAllBytesAsync("/proc/version"), await ReadAsync(new FileTarget { Path = "/proc/version" }));
    }

    [Fact]
    public async Task An_endless_device_is_read_as_far_as_one_wants()
    {
        var buffer = new byte[100_000];
        await using (var file = await Agent.OpenReadAsync(new FileTarget { Path = "/dev/zero" }, Deadline))
            await file.ReadExactlyAsync(buffer, Deadline);

        Assert.Equal("hi\n", (await RunAsync("echo hi")).Out());
    }

    [Fact]
    public async Task What_is_not_there_or_may_not_be_read_is_refused()
    {
        await WriteAsync("closed", "x", target => target with { Mode = 0x180 });
        Directory.CreateDirectory(At("dir"));
        await RunAsync($"mkdir -m 700 {At("private")}; touch {At("private/file")}");

        Assert.Equal(AgentErrorCode.NotFound, await RefusalAsync(() => ReadAsync("none")));
        Assert.Equal(AgentErrorCode.IsDirectory, await RefusalAsync(() => ReadAsync("dir")));
        Assert.Equal(AgentErrorCode.NotDirectory, await RefusalAsync(() => ReadAsync("closed/below")));
        Assert.Equal(AgentErrorCode.PermissionDenied, await RefusalAsync(() => ReadAsync(new FileTarget { Path = At("closed"), User = "nobody" })));
        Assert.Equal(AgentErrorCode.PermissionDenied, await RefusalAsync(() => ReadAsync(new FileTarget { Path = At("private/file"), User = "nobody" })));
        Assert.Equal(AgentErrorCode.PermissionDenied, await RefusalAsync(() => Agent.StatAsync(new FileTarget { Path = At("private/file"), User = "nobody" }, Deadline)));
        Assert.Equal(AgentErrorCode.PermissionDenied, await RefusalAsync(() => Agent.ListDirectoryAsync(new FileTarget { Path = At("private"), User = "nobody" }, Deadline)));
        Assert.Equal(AgentErrorCode.PermissionDenied, await RefusalAsync(() => Agent.RemoveAsync(new FileTarget { Path = At("private/file"), User = "nobody" }, Deadline)));
        Assert.Equal(AgentErrorCode.PermissionDenied, await RefusalAsync(() => Agent.MakeDirectoryAsync(new FileTarget { Path = At("private/dir"), User = "nobody" }, Deadline)));
    }

    [Fact]
    public async Task The_rights_of_one_operation_do_not_leak_into_the_next()
    {
        await WriteAsync("closed", "secret", target => target with { Mode = 0x180 });

        var reads = Enumerable.Range(0, 200).Select(async n =>
        {
            if (n % 2 == 0)
                Assert.Equal("secret", Encoding.UTF8.GetString(await ReadAsync("closed")));
            else
                Assert.Equal(AgentErrorCode.PermissionDenied, await RefusalAsync(() => ReadAsync(new FileTarget { Path = At("closed"), User = "nobody" })));
        });

        await Task.WhenAll(reads);
    }

    [Fact]
    public async Task A_file_is_looked_at()
    {
        await WriteAsync("file", "12345", target => target with { Mode = 0x1A0 });

        var entry = await Agent.StatAsync(new FileTarget { Path = At("file") }, Deadline);

        Assert.Equal(("file", false, 5, 0x1A0), (entry.Name, entry.IsDirectory, entry.Size, entry.Mode));
        Assert.Null(entry.LinkTarget);
        Assert.InRange(entry.ModifiedMs, DateTimeOffset.UtcNow.AddMinutes(-1).ToUnixTimeMilliseconds(), DateTimeOffset.UtcNow.AddMinutes(1).ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task A_link_is_looked_at_itself()
    {
        File.CreateSymbolicLink(At("dangling"), "nowhere");
        Directory.CreateDirectory(At("dir"));
        File.CreateSymbolicLink(At("to-dir"), "dir");

        var dangling = await Agent.StatAsync(new FileTarget { Path = At("dangling") }, Deadline);
        var toDirectory = await Agent.StatAsync(new FileTarget { Path = At("to-dir") }, Deadline);

        Assert.Equal(("nowhere", false), (dangling.LinkTarget, dangling.IsDirectory));
        Assert.Equal(("dir", false), (toDirectory.LinkTarget, toDirectory.IsDirectory));
    }

    [Fact]
    public async Task A_directory_is_listed_sorted_by_name()
    {
        await WriteAsync("b", "12");
        await WriteAsync("a\nb", "");
        Directory.CreateDirectory(At("C"));
        File.CreateSymbolicLink(At("link"), "b");
        await RunAsync($"mkfifo {At("pipe")}");

        var entries = await Agent.ListDirectoryAsync(new FileTarget { Path = Root }, Deadline);

        Assert.Equal(["C", "a\nb", "b", "link", "pipe"], entries.Select(entry => entry.Name));
        Assert.Equal([true, false, false, false, false], entries.Select(entry => entry.IsDirectory));
        Assert.Equal((2, "b"), (entries[2].Size, entries[3].LinkTarget));
        Assert.Equal(["C", "a\nb", "b", "link", "pipe"], (await Agent.ListDirectoryAsync(new FileTarget { Path = Root + "/" }, Deadline)).Select(entry => entry.Name));
    }

    [Fact]
    public async Task A_directory_of_fifty_thousand_files_is_listed()
    {
        await RunAsync($"cd {Root} && seq 1 50000 | xargs touch");

        Assert.Equal(50_000, (await Agent.ListDirectoryAsync(new FileTarget { Path = Root }, Deadline)).Count);
    }

    [Fact]
    public async Task What_cannot_be_listed_is_refused()
    {
        await WriteAsync("file", "x");

        Assert.Equal(AgentErrorCode.NotFound, await RefusalAsync(() => Agent.ListDirectoryAsync(new FileTarget { Path = At("none") }, Deadline)));
        Assert.Equal(AgentErrorCode.NotDirectory, await RefusalAsync(() => Agent.ListDirectoryAsync(new FileTarget { Path = At("file") }, Deadline)));
    }
}
