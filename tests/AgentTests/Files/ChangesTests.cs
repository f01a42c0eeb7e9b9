using BenchCluster.AgentProtocol;

namespace BenchCluster.Tests.Files;

/// <summary>What was changed on the disk since a time.</summary>
public sealed class ChangesTests : FileTest
{
    [Fact]
    public async Task All_that_was_changed_since_is_found_whatever_times_it_was_given()
    {
        await RunAsync($"mkdir -p {At("a/b")} {At("old")}; cd {At("a")}; touch kept content mode owner link-to b/moved; ln -s x link; sleep 0.05");
        var since = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        await RunAsync($"sleep 0.05; cd {At("a")}; echo x > content; chmod 600 mode; mv b/moved b/here; ln -sfn y link; mkfifo pipe; mkdir new; touch -hd 2001-01-01 content pipe link; rm kept; touch -d 2001-01-01 back");

        var found = await FindAsync(since, At("a"), At("old"));

        Assert.Equal(["d/b", "d/new", "f/b/here", "f/back", "f/content", "f/mode", "l/link", "o/pipe"], found.Paths.Select(path => path[..1] + path[(At("a").Length + 1)..]).Order(StringComparer.Ordinal));
        Assert.True(found.IsAll);
    }

    [Fact]
    public async Task Directories_are_looked_through_in_their_order_and_none_twice()
    {
        var since = DateTimeOffset.UtcNow.AddSeconds(-1).ToUnixTimeMilliseconds();
        await RunAsync($"mkdir -p {At("x/late")} {At("x/first")}; touch {At("x/late/f")} {At("x/first/f")}; ln -s first {At("x/other")}");

        var found = await FindAsync(since, At("x/first"), At("x/other"), At("x/missing"), At("x"));

        Assert.Equal($"f{At("x/first/f")}", found.Paths[0]);
        Assert.Single(found.Paths, path => path.EndsWith("first/f", StringComparison.Ordinal));
        Assert.Contains($"f{At("x/late/f")}", found.Paths);
    }

    [Fact]
    public async Task What_is_too_much_or_too_deep_is_said_not_to_be_all()
    {
        var since = DateTimeOffset.UtcNow.AddSeconds(-1).ToUnixTimeMilliseconds();
        await RunAsync($"mkdir -p {At("many")}; cd {At("many")}; touch 1 2 3 4 5");
        await RunAsync($"mkdir -p {At("deep")}; cd {At("deep")}; for i in $(seq 60); do mkdir $(printf %0200d 0) && cd $(printf %0200d 0); done");

        var many = await Agent.FindChangesAsync(new ChangeSearch { SinceMs = since, Directories = [At("many")], Limit = 4 }, Deadline);
        var deep = await FindAsync(since, At("deep"));
        // Paths as long as these are too long for whoever cleans up after the test.
        await RunAsync($"rm -rf {At("deep")}");

        Assert.Equal((4, false), (many.Paths.Count, many.IsAll));
        Assert.False(deep.IsAll);
    }

    [Theory]
    [InlineData(-1, "/", 1)]
    [InlineData(0, "relative", 1)]
    [InlineData(0, "/", 0)]
    public async Task A_search_that_breaks_a_rule_is_refused(long since, string directory, int limit) => Assert.Equal(
        AgentErrorCode.Invalid,
        await RefusalAsync(() => Agent.FindChangesAsync(new ChangeSearch { SinceMs = since, Directories = [directory], Limit = limit }, Deadline)));

    private Task<FoundChanges> FindAsync(long since, params string[] directories) =>
        Agent.FindChangesAsync(new ChangeSearch { SinceMs = since, Directories = directories }, Deadline);
}
