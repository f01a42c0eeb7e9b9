using BenchCluster.AgentProtocol;

namespace BenchCluster.Tests.Files;

public sealed class DirectoryTests : FileTest
{
    [Fact]
    public async Task A_directory_is_made_with_those_above_it()
    {
        await Agent.MakeDirectoryAsync(new FileTarget { Path = At("a/b/c"), Mode = 0x1C0, Owner = "daemon" }, Deadline);

        Assert.Equal("700 daemon daemon", await OwnershipAsync("a/b/c"));
        Assert.Equal("755 daemon daemon", await OwnershipAsync("a/b"));
    }

    [Fact]
    public async Task A_directory_that_is_there_gets_the_mode_if_one_is_given()
    {
        await Agent.MakeDirectoryAsync(new FileTarget { Path = At("dir"), Mode = 0x1C0 }, Deadline);
        await Agent.MakeDirectoryAsync(new FileTarget { Path = At("dir") }, Deadline);
        Assert.Equal("700 root root", await OwnershipAsync("dir"));

        await Agent.MakeDirectoryAsync(new FileTarget { Path = At("dir"), Mode = 0x3FF }, Deadline);

        Assert.Equal("1777 root root", await OwnershipAsync("dir"));
    }

    [Fact]
    public async Task A_directory_cannot_be_made_where_a_file_is()
    {
        await WriteAsync("file", "x");

        Assert.Equal(AgentErrorCode.NotDirectory, await RefusalAsync(() => Agent.MakeDirectoryAsync(new FileTarget { Path = At("file") }, Deadline)));
        Assert.Equal(AgentErrorCode.NotDirectory, await RefusalAsync(() => Agent.MakeDirectoryAsync(new FileTarget { Path = At("file/below") }, Deadline)));
        Assert.Equal(AgentErrorCode.NotDirectory, await RefusalAsync(() => WriteAsync("file/below", "x")));
    }

    [Fact]
    public async Task A_directory_is_removed_with_all_in_it_only_if_that_is_asked_for()
    {
        await WriteAsync("dir/sub/file", "x");

        Assert.Equal(AgentErrorCode.Exists, await RefusalAsync(() => Agent.RemoveAsync(new FileTarget { Path = At("dir") }, Deadline)));
        await Agent.RemoveAsync(new FileTarget { Path = At("dir"), Recursive = true }, Deadline);

        Assert.Empty(Directory.GetFileSystemEntries(Root));
    }

    [Fact]
    public async Task An_empty_directory_is_removed()
    {
        Directory.CreateDirectory(At("dir"));

        await Agent.RemoveAsync(new FileTarget { Path = At("dir") }, Deadline);

        Assert.False(Directory.Exists(At("dir")));
    }

    [Fact]
    public async Task A_removal_does_not_follow_links()
    {
        await WriteAsync("kept/file", "x");
        Directory.CreateDirectory(At("dir"));
        File.CreateSymbolicLink(At("dir/link"), At("kept"));
        File.CreateSymbolicLink(At("direct"), At("kept"));

        await Agent.RemoveAsync(new FileTarget { Path = At("dir"), Recursive = true }, Deadline);
        await Agent.RemoveAsync(new FileTarget { Path = At("direct"), Recursive = true }, Deadline);

        Assert.Equal([At("kept")], Directory.GetFileSystemEntries(Root));
        Assert.True(File.Exists(At("kept/file")));
    }

    [Fact]
    public async Task What_is_not_there_cannot_be_removed()
    {
        Assert.Equal(AgentErrorCode.NotFound, await RefusalAsync(() => Agent.RemoveAsync(new FileTarget { Path = At("none"), Recursive = true }, Deadline)));
    }

    [Fact]
    public async Task A_tree_as_deep_as_paths_go_is_removed_and_a_deeper_one_harms_nobody()
    {
        await RunAsync($"mkdir -p {At("deep/" + string.Join('/', Enumerable.Repeat("d", 1900)))}");
        await Agent.RemoveAsync(new FileTarget { Path = At("deep"), Recursive = true }, Deadline);
        Assert.Empty(Directory.GetFileSystemEntries(Root));

        await RunAsync($"python3 -c 'import os; os.chdir(\"{Root}\"); [(os.mkdir(\"d\"), os.chdir(\"d\")) for _ in range(6000)]'");
        await Assert.ThrowsAsync<AgentException>(() => Agent.RemoveAsync(new FileTarget { Path = At("d"), Recursive = true }, Deadline));

        Assert.Equal(0, (await RunAsync($"rm -rf {At("d")}")).ExitCode);
    }
}
