using BenchCluster.Docker.Sandboxes;

namespace BenchCluster.Tests.Docker;

/// <summary>How many network sandboxes there should be, and who has which.</summary>
public sealed class SandboxPoolTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly HashSet<string> None = [];
    private readonly SandboxPool _pool = new(most: 8);

    [Fact]
    public void Before_the_first_devbox_none_is_made() => Assert.Equal(0, _pool.Missing);

    [Fact]
    public void The_first_devbox_makes_do_without_and_those_after_it_find_some()
    {
        Assert.Null(_pool.Take(Start));

        Assert.Equal(1 + SandboxPool.Spare, _pool.Missing);
        _pool.Add("a");
        Assert.Equal("a", _pool.Take(Start));
        Assert.Equal(SandboxPool.Spare + 1, _pool.Missing);
    }

    [Fact]
    public void There_are_never_more_than_the_most()
    {
        for (var i = 0; i < 20; i++)
            _pool.Take(Start);

        Assert.Equal(8, _pool.Missing);
    }

    [Fact]
    public void One_that_is_returned_is_taken_again()
    {
        _pool.Take(Start);
        _pool.Add("a");
        Assert.Equal("a", _pool.Take(Start));

        Assert.True(_pool.Return("a"));
        Assert.Equal("a", _pool.Take(Start));
    }

    [Fact]
    public void One_that_was_never_taken_is_not_kept() => Assert.False(_pool.Return("stranger"));

    [Fact]
    public void None_is_given_to_two_devboxes_at_once()
    {
        _pool.Take(Start);
        for (var i = 0; i < 4; i++)
            _pool.Add($"s{i}");

        var taken = Enumerable.Range(0, 6).Select(_ => _pool.Take(Start)).OfType<string>().ToList();

        Assert.Equal(4, taken.Count);
        Assert.Equal(taken.Count, taken.Distinct().Count());
    }

    [Fact]
    public void After_a_restart_those_in_use_are_left_to_their_devboxes_and_the_others_are_idle()
    {
        var surplus = _pool.Observe(new HashSet<string> { "a", "b" }, new HashSet<string> { "a" }, live: 1, Start);

        Assert.Empty(surplus);
        Assert.Equal("b", _pool.Take(Start));
        Assert.Null(_pool.Take(Start));
    }

    [Fact]
    public void One_whose_container_is_still_being_made_is_not_given_away()
    {
        _pool.Take(Start);
        _pool.Add("a");
        _pool.Take(Start);

        _pool.Observe(new HashSet<string> { "a" }, None, live: 0, Start + TimeSpan.FromSeconds(30));

        Assert.Null(_pool.Take(Start));
    }

    [Fact]
    public void One_whose_container_never_came_is_idle_again()
    {
        _pool.Take(Start);
        _pool.Add("a");
        _pool.Take(Start);

        _pool.Observe(new HashSet<string> { "a" }, None, live: 1, Start + SandboxPool.CreationTime + TimeSpan.FromSeconds(1));

        Assert.Equal("a", _pool.Take(Start));
    }

    [Fact]
    public void Without_devboxes_all_are_too_many()
    {
        var surplus = _pool.Observe(new HashSet<string> { "a", "b" }, None, live: 0, Start);

        Assert.Equal(["a", "b"], surplus.Order());
        Assert.Equal(0, _pool.Missing);
    }

    [Fact]
    public void Demand_of_long_ago_is_forgotten()
    {
        for (var i = 0; i < 6; i++)
            _pool.Take(Start);
        for (var i = 0; i < 5; i++)
            _pool.Return(null);
        var all = Enumerable.Range(0, 8).Select(i => $"s{i}").ToHashSet();

        var kept = 8;
        for (var look = 0; look < 4; look++)
        {
            var surplus = _pool.Observe(all, None, live: 1, Start);
            all.ExceptWith(surplus);
            kept = all.Count;
        }

        Assert.Equal(1 + SandboxPool.Spare, kept);
    }

    [Fact]
    public void An_idle_pool_without_devboxes_says_so_and_gives_all_up()
    {
        _pool.Take(Start);
        _pool.Add("a");
        Assert.False(_pool.IsIdle);
        _pool.Return(null);
        Assert.True(_pool.IsIdle);

        Assert.Equal(["a"], _pool.Empty());
        Assert.Null(_pool.Take(Start));
    }
}
