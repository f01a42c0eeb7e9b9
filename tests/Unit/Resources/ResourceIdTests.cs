using BenchCluster.Resources;

namespace BenchCluster.Tests.Resources;

public sealed class ResourceIdTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void Ids_sort_by_creation()
    {
        var ids = Enumerable.Range(0, 1000).Select(i => ResourceId.New(ResourceKind.Devbox, Now.AddMilliseconds(i))).ToList();

        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public void A_new_id_is_an_id_of_its_kind_only()
    {
        var id = ResourceId.New(ResourceKind.Scenario, Now);

        Assert.StartsWith("scn_", id, StringComparison.Ordinal);
        Assert.True(ResourceId.IsId(ResourceKind.Scenario, id));
        Assert.False(ResourceId.IsId(ResourceKind.Devbox, id));
    }

    [Fact]
    public void A_child_is_the_same_for_the_same_number_and_sorts_by_it()
    {
        var run = ResourceId.New(ResourceKind.BenchmarkRun, Now);
        var children = Enumerable.Range(0, 12_000).Select(i => ResourceId.Child(ResourceKind.ScenarioRun, run, i)).ToList();

        Assert.Equal(ResourceId.Child(ResourceKind.ScenarioRun, run, 7), children[7]);
        Assert.Equal(children.Order(StringComparer.Ordinal), children);
        Assert.All(children, id => Assert.True(ResourceId.IsId(ResourceKind.ScenarioRun, id)));
        Assert.True(ResourceId.IsId(ResourceKind.Devbox, ResourceId.Child(ResourceKind.Devbox, children[11_999], 3)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("dbx_")]
    [InlineData("dbx")]
    [InlineData("dbx_../../etc")]
    [InlineData("dbx_ABC")]
    [InlineData("dbx_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void What_cannot_be_an_id_is_not_found(string? text)
    {
        var error = Assert.Throws<BenchException>(() => ResourceId.Require(ResourceKind.Devbox, text));

        Assert.Equal(BenchError.NotFound, error.Code);
    }
}
