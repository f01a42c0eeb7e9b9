using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Tests.Files;

/// <summary>Large plain files are handed over: their bytes do not go through the agent.</summary>
public sealed class LargeFileTests : FileTest
{
    private const int Large = (3 << 20) + 5;

    [Fact]
    public async Task A_large_file_is_handed_over_to_be_read()
    {
        await WriteLargeAsync(new FileTarget { Path = At("large") });

        await using var file = await Agent.OpenReadAsync(new FileTarget { Path = At("large"), Offset = 1000 }, Deadline);

        var handed = Assert.IsType<FileStream>(file);
        Assert.Equal((Large, 1000), (handed.Length, handed.Position));
        Assert.False(handed.CanWrite);
        using var content = new MemoryStream();
        await handed.CopyToAsync(content, Deadline);
        Assert.Equal(Content()[1000..], content.ToArray());
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("/proc/self/status")]
    [InlineData("/dev/zero")]
    public async Task What_is_small_or_no_file_on_a_disk_comes_in_frames(string path)
    {
        await using var file = await Agent.OpenReadAsync(new FileTarget { Path = path }, Deadline);

        Assert.IsType<FrameReadStream>(file);
    }

    [Fact]
    public async Task A_large_file_gets_its_mode_and_owner_and_replaces_what_was_there()
    {
        await WriteAsync("large", "before");
        await WriteLargeAsync(new FileTarget { Path = At("large"), Mode = 0x180, Owner = "daemon" });

        Assert.StartsWith("600 daemon", await OwnershipAsync("large"), StringComparison.Ordinal);
        Assert.Equal(Content(), await ReadAsync("large"));
        Assert.Equal([At("large")], Directory.GetFileSystemEntries(Root));
    }

    [Fact]
    public async Task A_large_file_that_cannot_be_replaced_is_filled_in_its_place()
    {
        await WriteAsync("roots", new byte[Large + 100], target => target with { Mode = 0x1B6 });

        await WriteLargeAsync(new FileTarget { Path = At("roots"), User = "nobody" });

        Assert.Equal("666 root root", await OwnershipAsync("roots"));
        Assert.Equal(Content(), await ReadAsync("roots"));
    }

    [Fact]
    public async Task A_device_takes_much_too()
    {
        await WriteLargeAsync(new FileTarget { Path = "/dev/null" });

        Assert.Equal("character special file\n", (await RunAsync("stat -c %F /dev/null")).Out());
    }

    [Fact]
    public async Task A_file_that_may_not_be_written_is_refused_before_its_bytes_are_sent()
    {
        await WriteAsync("roots", "root's", target => target with { Mode = 0x1A4 });
        await RunAsync($"chmod 755 {Root}");

        Assert.Equal(AgentErrorCode.PermissionDenied, await RefusalAsync(() => WriteLargeAsync(new FileTarget { Path = At("roots"), User = "nobody" })));
        Assert.Equal(AgentErrorCode.Invalid, await RefusalAsync(() => WriteLargeAsync(new FileTarget { Path = At("roots"), Mode = -1 })));
        Assert.Equal("root's", Encoding.UTF8.GetString(await ReadAsync("roots")));
    }

    [Fact]
    public async Task Content_that_breaks_off_leaves_what_was_there()
    {
        await WriteAsync("file", "before");

        Assert.Equal(AgentErrorCode.Invalid, await RefusalAsync(() => Agent.WriteFileAsync(new FileTarget { Path = At("file") }, new BrokenStream(Large), Deadline)));
        Assert.Equal(AgentErrorCode.Invalid, await RefusalAsync(() => Agent.WriteFileAsync(new FileTarget { Path = At("file") }, new BrokenStream(10), Deadline)));

        await Eventually.Get(() => Task.FromResult(Directory.GetFileSystemEntries(Root)), entries => entries.Length == 1);
        Assert.Equal("before", Encoding.UTF8.GetString(await ReadAsync("file")));
    }

    [Fact]
    public async Task A_client_that_goes_away_with_the_file_leaves_what_was_there()
    {
        await WriteAsync("file", "before");
        using (var socket = await AgentSocket.ConnectAsync(Running.RunDirectory, isContained: false, Deadline))
        {
            await using var stream = new NetworkStream(socket);
            var request = new AgentRequest { Operation = Operation.FillFile, File = new FileTarget { Path = At("file") } };
            await Wire.WriteHeadAsync(stream, request, AgentJson.Default.AgentRequest, Deadline);
            await socket.ReceiveAsync(new byte[1], SocketFlags.Peek, Deadline);
            HandedFile.Receive(socket, new byte[1000], out var handed);
            using (handed)
                RandomAccess.Write(handed!, "half"u8, 0);
        }

        await Eventually.Get(() => Task.FromResult(Directory.GetFileSystemEntries(Root)), entries => entries.Length == 1);
        Assert.Equal("before", Encoding.UTF8.GetString(await ReadAsync("file")));
    }

    private Task WriteLargeAsync(FileTarget target) => Agent.WriteFileAsync(target, new PatternStream(Large), Deadline);

    private static byte[] Content()
    {
        var content = new byte[Large];
        new PatternStream(Large).ReadExactly(content);
        return content;
    }

    /// <summary>Content whose source fails after some bytes.</summary>
    private sealed class BrokenStream(int length) : MemoryStream(RandomNumberGenerator.GetBytes(length))
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is var read and > 0 ? read : throw new IOException("The source is gone.");
    }
}
