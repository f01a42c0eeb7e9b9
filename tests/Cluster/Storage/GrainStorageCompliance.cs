using BenchCluster.Secrets;
using BenchCluster.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace BenchCluster.Tests.Storage;

/// <summary>What every database has to do that keeps the states of grains.</summary>
public abstract class GrainStorageCompliance
{
    private static readonly GrainId Id = GrainId.Create("secret", "sec_1");

    /// <summary>A node whose silo keeps its states in the database.</summary>
    internal abstract Task<TestNode> StartAsync();

    [Fact]
    public async Task What_is_written_is_read_and_each_write_has_another_version()
    {
        await using var node = await StartAsync();
        var written = Of("a");

        await Storage(node).WriteStateAsync("s", Id, written);
        var first = written.ETag;
        written.State = written.State! with { Id = "b" };
        await Storage(node).WriteStateAsync("s", Id, written);

        Assert.NotEqual(first, written.ETag);
        var read = await ReadAsync(node);
        Assert.Equal(("b", written.ETag, true), (read.State!.Id, read.ETag, read.RecordExists));
    }

    [Fact]
    public async Task What_was_never_written_does_not_exist()
    {
        await using var node = await StartAsync();

        Assert.False((await ReadAsync(node)).RecordExists);
    }

    [Fact]
    public async Task Of_two_who_read_the_same_version_only_one_writes()
    {
        await using var node = await StartAsync();
        await Storage(node).WriteStateAsync("s", Id, Of("a"));
        var (one, other) = (await ReadAsync(node), await ReadAsync(node));
        one.State = one.State! with { Id = "one" };
        other.State = other.State! with { Id = "other" };

        await Storage(node).WriteStateAsync("s", Id, one);
        await Assert.ThrowsAnyAsync<InconsistentStateException>(() => Storage(node).WriteStateAsync("s", Id, other));

        Assert.Equal("one", (await ReadAsync(node)).State!.Id);
    }

    [Fact]
    public async Task Of_many_who_write_first_at_once_only_one_does()
    {
        await using var node = await StartAsync();
        var writers = Enumerable.Range(0, 20).Select(i => Of($"w{i}")).ToList();

        var outcomes = await Task.WhenAll(writers.Select(async writer =>
        {
            try
            {
                await Storage(node).WriteStateAsync("s", Id, writer);
                return writer.State!.Id;
            }
            catch (InconsistentStateException)
            {
                return null;
            }
        }));

        var winner = Assert.Single(outcomes, outcome => outcome is not null);
        Assert.Equal(winner, (await ReadAsync(node)).State!.Id);
    }

    [Fact]
    public async Task What_is_cleared_is_gone_and_can_be_written_anew()
    {
        await using var node = await StartAsync();
        var state = Of("a");
        await Storage(node).WriteStateAsync("s", Id, state);

        await Storage(node).ClearStateAsync("s", Id, state);
        Assert.NotEqual("a", (await ReadAsync(node)).State!.Id);
        var again = await ReadAsync(node);
        again.State = new SecretState { Id = "anew" };
        await Storage(node).WriteStateAsync("s", Id, again);

        Assert.Equal("anew", (await ReadAsync(node)).State!.Id);
    }

    [Fact]
    public async Task States_outlive_the_silo()
    {
        await using var node = await StartAsync();
        await Storage(node).WriteStateAsync("s", Id, Of("a"));

        await node.KillSiloAsync();
        await node.StartSiloAsync();

        Assert.Equal("a", (await ReadAsync(node)).State!.Id);
    }

    private static IGrainStorage Storage(TestNode node) => node.Services.GetRequiredService<IGrainStorage>();

    private static GrainState<SecretState> Of(string id) => new() { State = new SecretState { Id = id } };

    private static async Task<GrainState<SecretState>> ReadAsync(TestNode node)
    {
        var read = new GrainState<SecretState> { State = new SecretState() };
        await Storage(node).ReadStateAsync("s", Id, read);
        return read;
    }
}
