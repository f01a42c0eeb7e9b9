using BenchCluster.Index;
using BenchCluster.Resources;
using Microsoft.Extensions.Time.Testing;

namespace BenchCluster.Tests.Index;

/// <summary>What every resource index has to do; each database that keeps one runs it.</summary>
public abstract class ResourceIndexCompliance
{
    protected static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(20_000);

    private IResourceIndex? _opened;

    /// <summary>The clock that claims of names lapse by.</summary>
    protected FakeTimeProvider Clock { get; } = new(Now);

    private IResourceIndex Subject => _opened ??= Open();

    /// <summary>The index, of an empty database.</summary>
    protected abstract IResourceIndex Open();

    [Fact]
    public async Task Pages_are_newest_first_and_together_have_every_row_once_also_of_equal_creation_times()
    {
        var rows = Enumerable.Range(0, 100).Select(i => Row($"dbx_{i:D3}") with { CreatedAt = Now.AddMilliseconds(i / 10) }).ToList();
        foreach (var row in rows.OrderBy(row => row.Id.GetHashCode(StringComparison.Ordinal)))
            await Subject.UpsertAsync(row, default);

        var seen = new List<string>();
        ResourcePage page;
        do
        {
            page = await ListAsync(new ResourceQuery { Kind = "dbx", Limit = 7, StartingAfter = seen.LastOrDefault() });
            Assert.Equal(100, page.TotalCount);
            seen.AddRange(Ids(page));
        }
        while (page.HasMore);

        Assert.Equal(rows.Select(row => row.Id).Reverse(), seen);
    }

    [Fact]
    public async Task A_row_that_comes_between_two_pages_moves_none_of_the_others()
    {
        for (var i = 0; i < 10; i++)
            await Subject.UpsertAsync(Row($"dbx_{i}") with { CreatedAt = Now.AddSeconds(i) }, default);
        var first = await ListAsync(new ResourceQuery { Kind = "dbx", Limit = 5 });

        await Subject.UpsertAsync(Row("dbx_new") with { CreatedAt = Now.AddSeconds(99) }, default);
        var second = await ListAsync(new ResourceQuery { Kind = "dbx", Limit = 5, StartingAfter = Ids(first)[^1] });

        Assert.Equal(["dbx_4", "dbx_3", "dbx_2", "dbx_1", "dbx_0"], Ids(second));
        Assert.False(second.HasMore);
    }

    [Fact]
    public async Task A_page_that_is_just_full_has_no_more()
    {
        await Subject.UpsertAsync(Row("dbx_a"), default);
        await Subject.UpsertAsync(Row("dbx_b"), default);

        Assert.False((await ListAsync(new ResourceQuery { Kind = "dbx", Limit = 2 })).HasMore);
        Assert.True((await ListAsync(new ResourceQuery { Kind = "dbx", Limit = 1 })).HasMore);
    }

    [Theory]
    [InlineData("dbx_unknown")]
    [InlineData("scn_a")]
    [InlineData("' OR 1=1 --")]
    public async Task A_cursor_that_is_no_row_of_the_kind_is_an_invalid_field(string cursor)
    {
        await Subject.UpsertAsync(Row("dbx_a"), default);
        await Subject.UpsertAsync(Row("scn_a", kind: "scn"), default);

        var e = await Assert.ThrowsAsync<BenchException>(() => ListAsync(new ResourceQuery { Kind = "dbx", StartingAfter = cursor }));

        Assert.Equal(BenchError.InvalidField, e.Code);
        Assert.StartsWith("starting_after:", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cursor_that_was_hidden_since_still_finds_its_place()
    {
        await Subject.UpsertAsync(Row("scn_a", kind: "scn"), default);
        await Subject.UpsertAsync(Row("scn_b", kind: "scn"), default);
        await Subject.UpsertAsync(Row("scn_b", kind: "scn") with { Version = 2, IsHidden = true }, default);

        var page = await ListAsync(new ResourceQuery { Kind = "scn", StartingAfter = "scn_b" });

        Assert.Equal(["scn_a"], Ids(page));
        Assert.Equal(1, page.TotalCount);
    }

    [Fact]
    public async Task Filters_narrow_a_list_together()
    {
        await Subject.UpsertAsync(Row("srn_a", "run", "srn", """{"id":"srn_a","benchmark_run_id":"bmr_1","scenario_id":"scn_1"}"""), default);
        await Subject.UpsertAsync(Row("srn_b", "run", "srn", """{"id":"srn_b","benchmark_run_id":"bmr_1","scenario_id":"scn_2"}""") with { Status = "failed" }, default);
        await Subject.UpsertAsync(Row("srn_c", "other", "srn", """{"id":"srn_c","benchmark_run_id":"bmr_2","scenario_id":"scn_1"}"""), default);
        var all = new ResourceQuery { Kind = "srn" };

        Assert.Equal(["srn_b", "srn_a"], Ids(await ListAsync(all with { Name = "run" })));
        Assert.Equal(["srn_b"], Ids(await ListAsync(all with { Status = "failed" })));
        Assert.Equal(["srn_c", "srn_a"], Ids(await ListAsync(all with { Ids = ["srn_a", "srn_c", "srn_x"] })));
        Assert.Empty(Ids(await ListAsync(all with { Ids = [] })));
        Assert.Equal(["srn_b", "srn_a"], Ids(await ListAsync(all with { Fields = new Dictionary<string, string> { ["benchmark_run_id"] = "bmr_1" } })));
        var page = await ListAsync(all with
        {
            Name = "run",
            Status = "running",
            Fields = new Dictionary<string, string> { ["benchmark_run_id"] = "bmr_1", ["scenario_id"] = "scn_1" },
        });
        Assert.Equal(["srn_a"], Ids(page));
        Assert.Equal(1, page.TotalCount);
    }

    [Fact]
    public async Task A_field_may_be_called_like_a_column()
    {
        await Subject.UpsertAsync(Row("srn_a", kind: "srn", view: """{"id":"srn_a","status":"in the view","kind":"k"}"""), default);

        var page = await ListAsync(new ResourceQuery
        {
            Kind = "srn",
            Status = "running",
            Fields = new Dictionary<string, string> { ["status"] = "in the view", ["kind"] = "k" },
        });

        Assert.Equal(["srn_a"], Ids(page));
    }

    [Fact]
    public async Task A_search_looks_in_ids_and_names_in_any_case_and_takes_every_character_for_itself()
    {
        await Subject.UpsertAsync(Row("dbx_1", "100% of it"), default);
        await Subject.UpsertAsync(Row("dbx_2", "snake_case"), default);
        await Subject.UpsertAsync(Row("dbx_3", "Snakes and cases"), default);
        await Subject.UpsertAsync(Row("dbx_4", @"back\slash"), default);
        await Subject.UpsertAsync(Row("dbx_5"), default);

        Assert.Equal(["dbx_1"], await Search("%"));
        Assert.Equal(["dbx_2"], await Search("e_c"));
        Assert.Equal(["dbx_3", "dbx_2"], await Search("SNAKE"));
        Assert.Equal(["dbx_4"], await Search(@"k\s"));
        Assert.Equal(["dbx_5"], await Search("x_5"));
        Assert.Equal(["dbx_2"], Ids(await ListAsync(new ResourceQuery { Kind = "dbx", NameContains = "_" })));
        Assert.Equal(["dbx_2"], Ids(await ListAsync(new ResourceQuery { Kind = "dbx", NamePrefix = "snake_" })));
        Assert.Empty(Ids(await ListAsync(new ResourceQuery { Kind = "dbx", NamePrefix = "case" })));

        async Task<List<string>> Search(string text) => Ids(await ListAsync(new ResourceQuery { Kind = "dbx", Search = text }));
    }

    [Theory]
    [InlineData("'; DROP TABLE resources; --")]
    [InlineData("\" OR \"1\"=\"1")]
    [InlineData("a' OR 'a'='a")]
    [InlineData("\0")]
    public async Task Values_are_never_read_as_SQL(string text)
    {
        await Subject.UpsertAsync(Row("dbx_a", "mine"), default);
        var all = new ResourceQuery { Kind = "dbx" };
        var queries = new[]
        {
            all with { Kind = text },
            all with { Name = text },
            all with { NameContains = text },
            all with { NamePrefix = text },
            all with { Search = text },
            all with { Status = text },
            all with { Ids = [text] },
            all with { Fields = new Dictionary<string, string> { ["id"] = text } },
        };

        foreach (var query in queries)
            Assert.Empty((await ListAsync(query)).Views);
        await Subject.UpsertAsync(Row("dbx_b", text), default);
        Assert.Equal(["dbx_b"], Ids(await ListAsync(all with { Name = text })));
        Assert.True(await Subject.TryClaimNameAsync("dbx", text, "dbx_b", default));
        await Subject.ReleaseNameAsync("dbx", text, text, default);
        await Subject.RemoveAsync(text, default);
        Assert.Equal(2, (await ListAsync(all)).TotalCount);
    }

    [Theory]
    [InlineData("id') OR 1=1 --")]
    [InlineData("")]
    [InlineData("Id")]
    [InlineData("a.b")]
    public async Task Names_of_fields_are_checked(string field) =>
        await Assert.ThrowsAsync<ArgumentException>(() =>
            ListAsync(new ResourceQuery { Kind = "dbx", Fields = new Dictionary<string, string> { [field] = "x" } }));

    [Fact]
    public async Task An_older_version_never_replaces_a_newer_one()
    {
        await Subject.UpsertAsync(Row("dbx_a") with { Version = 3, Status = "running" }, default);
        await Subject.UpsertAsync(Row("dbx_a") with { Version = 2, Status = "queued", IsFinished = true }, default);
        Assert.Single((await ListAsync(new ResourceQuery { Kind = "dbx", Status = "running" })).Views);
        Assert.Equal(["dbx_a"], await Unfinished("dbx"));

        await Subject.UpsertAsync(Row("dbx_a") with { Version = 4, Status = "shutdown", IsFinished = true }, default);
        Assert.Single((await ListAsync(new ResourceQuery { Kind = "dbx", Status = "shutdown" })).Views);
        Assert.Empty(await Unfinished("dbx"));
    }

    [Fact]
    public async Task What_is_unfinished_is_listed_whole_and_of_its_kind_also_while_it_is_being_finished()
    {
        const int count = 1203;
        for (var i = 0; i < count; i++)
            await Subject.UpsertAsync(Row($"dbx_{i:D5}") with { IsFinished = i % 3 == 0 }, default);
        await Subject.UpsertAsync(Row("srn_a", kind: "srn"), default);

        var seen = new List<string>();
        await foreach (var id in Subject.ListUnfinishedAsync("dbx", default))
        {
            seen.Add(id);
            await Subject.UpsertAsync(Row(id) with { Version = 2, IsFinished = true }, default);
        }

        Assert.Equal(Enumerable.Range(0, count).Where(i => i % 3 != 0).Select(i => $"dbx_{i:D5}"), seen);
        Assert.Empty(await Unfinished("dbx"));
    }

    [Fact]
    public async Task A_name_is_one_resources_until_it_is_released()
    {
        Assert.True(await ClaimAsync("n", "bmd_a"));
        Assert.True(await ClaimAsync("n", "bmd_a"));
        Assert.False(await ClaimAsync("n", "bmd_b"));
        Assert.True(await Subject.TryClaimNameAsync("scs", "n", "scs_a", default));

        await Subject.ReleaseNameAsync("bmd", "n", "bmd_b", default);
        Assert.False(await ClaimAsync("n", "bmd_b"));
        await Subject.ReleaseNameAsync("bmd", "n", "bmd_a", default);

        Assert.True(await ClaimAsync("n", "bmd_b"));
    }

    [Fact]
    public async Task A_claim_whose_resource_never_came_to_be_lapses_after_a_minute()
    {
        await ClaimAsync("n", "bmd_a");

        Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.False(await ClaimAsync("n", "bmd_b"));
        Clock.Advance(TimeSpan.FromSeconds(2));

        Assert.True(await ClaimAsync("n", "bmd_b"));
        Assert.False(await ClaimAsync("n", "bmd_a"));
    }

    [Fact]
    public async Task A_name_that_a_resource_bears_does_not_lapse_and_one_that_it_gave_up_does()
    {
        await ClaimAsync("old", "bmd_a");
        await Subject.UpsertAsync(Row("bmd_a", "old", "bmd"), default);
        Clock.Advance(TimeSpan.FromDays(1));
        Assert.False(await ClaimAsync("old", "bmd_b"));

        // It was renamed, and the silo died before the old name was released.
        await ClaimAsync("new", "bmd_a");
        await Subject.UpsertAsync(Row("bmd_a", "new", "bmd") with { Version = 2 }, default);

        Assert.True(await ClaimAsync("old", "bmd_b"));
        Assert.False(await ClaimAsync("new", "bmd_b"));
    }

    [Fact]
    public async Task Removing_a_resource_frees_its_name()
    {
        await ClaimAsync("n", "bmd_a");
        await Subject.UpsertAsync(Row("bmd_a", "n", "bmd"), default);

        await Subject.RemoveAsync("bmd_a", default);

        Assert.Empty((await ListAsync(new ResourceQuery { Kind = "bmd" })).Views);
        Assert.True(await ClaimAsync("n", "bmd_b"));
    }

    [Fact]
    public async Task Many_writers_at_once_all_get_their_turn()
    {
        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => Task.Run(() => Subject.UpsertAsync(Row($"dbx_{i:D3}"), default))));

        Assert.Equal(500, (await ListAsync(new ResourceQuery { Kind = "dbx" })).TotalCount);
    }

    protected static ResourceRow Row(string id, string? name = null, string kind = "dbx", string? view = null) => new()
    {
        Id = id,
        Kind = kind,
        Version = 1,
        Name = name,
        Status = "running",
        IsFinished = false,
        CreatedAt = Now,
        View = view ?? $$"""{"id":"{{id}}"}""",
    };

    protected static List<string> Ids(ResourcePage page) =>
        [.. page.Views.Select(view => System.Text.Json.JsonDocument.Parse(view).RootElement.GetProperty("id").GetString()!)];

    protected Task<ResourcePage> ListAsync(ResourceQuery query) => Subject.ListAsync(query, default);

    private Task<bool> ClaimAsync(string name, string id) => Subject.TryClaimNameAsync("bmd", name, id, default);

    private async Task<List<string>> Unfinished(string kind)
    {
        var ids = new List<string>();
        await foreach (var id in Subject.ListUnfinishedAsync(kind, default))
            ids.Add(id);
        return ids;
    }
}
