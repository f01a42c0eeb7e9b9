using BenchCluster.Placement;
using CsCheck;

namespace BenchCluster.Tests.Placement;

public sealed class PlacementQueueTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(20_000);

    [Fact]
    public void Who_came_first_is_served_first_whenever_they_asked()
    {
        var queue = With(Node("n1", 1));
        queue.Ask(Ask("b", after: 2));
        queue.Ask(Ask("a", after: 1));

        Assert.Equal([("a", "n1")], queue.Grant());
        Assert.Equal(0, queue.PositionOf("b"));
        queue.Release("a");
        Assert.Equal([("b", "n1")], queue.Grant());
        Assert.Null(queue.PositionOf("b"));
    }

    [Fact]
    public void A_run_of_thousands_costs_a_single_devbox_one_place()
    {
        var queue = With(Node("n1", 2));
        for (var i = 0; i < 10_000; i++)
            queue.Ask(Ask($"run{i:D5}", "bmr_1", after: i));
        queue.Grant();

        queue.Ask(Ask("single", after: 20_000));
        queue.Release("run00000");

        Assert.Equal([("single", "n1")], queue.Grant());
    }

    [Fact]
    public void Two_runs_take_turns()
    {
        var queue = With(Node("n1", 1));
        for (var i = 0; i < 3; i++)
            queue.Ask(Ask($"a{i}", "bmr_a", after: i));
        for (var i = 0; i < 3; i++)
            queue.Ask(Ask($"b{i}", "bmr_b", after: 10 + i));

        var order = new List<string>();
        for (var granted = queue.Grant(); granted.Count > 0; granted = queue.Grant())
        {
            order.Add(granted.Single().DevboxId);
            queue.Release(granted.Single().DevboxId);
        }

        Assert.Equal(["a0", "b0", "a1", "b1", "a2", "b2"], order);
    }

    [Fact]
    public void The_emptiest_node_is_taken_and_one_that_has_the_image_before_one_that_has_not()
    {
        var queue = With(Node("n1", 4), Node("n2", 4));
        queue.Ask(Ask("a", image: "x"));
        Assert.Equal([("a", "n1")], queue.Grant());

        queue.Ask(Ask("b", image: "y"));
        Assert.Equal([("b", "n2")], queue.Grant());
        queue.Ask(Ask("c", image: "y"));
        Assert.Equal([("c", "n2")], queue.Grant());
        // Two against one: the load weighs more now.
        queue.Ask(Ask("d", image: "y"));
        queue.Ask(Ask("e", image: "y"));
        Assert.Contains(queue.Grant(), granted => granted.Node == "n1");
    }

    [Fact]
    public void A_node_that_takes_none_gets_none_and_keeps_what_it_has()
    {
        var queue = With(Node("n1", 4));
        queue.Ask(Ask("a"));
        queue.Grant();

        queue.Report(Node("n1", 4) with { TakesDevboxes = false });
        queue.Ask(Ask("b"));
        Assert.Empty(queue.Grant());
        Assert.Equal(("n1", 1, 1), (queue.NodeOf("a"), queue.TakenOn("n1"), queue.Waiting));

        queue.Report(Node("n1", 4));
        Assert.Equal([("b", "n1")], queue.Grant());
        queue.Lose("n1");
        queue.Ask(Ask("c"));
        Assert.Empty(queue.Grant());
    }

    [Fact]
    public void Cores_and_memory_are_counted_where_a_node_has_limits()
    {
        var queue = With(Node("n1", 10) with { Cpus = 4, MemoryBytes = 100 });

        queue.Ask(Ask("a") with { Cpus = 3, MemoryBytes = 10 });
        queue.Ask(Ask("b", after: 1) with { Cpus = 2, MemoryBytes = 10 });
        Assert.Equal([("a", "n1")], queue.Grant());
        queue.Release("a");
        Assert.Equal([("b", "n1")], queue.Grant());
        queue.Ask(Ask("c", after: 2) with { Cpus = 1, MemoryBytes = 91 });
        Assert.Empty(queue.Grant());
    }

    [Fact]
    public void Disk_is_counted_where_a_node_has_a_limit_and_stays_with_a_suspended_devbox()
    {
        var queue = With(Node("n1", 10) with { DiskBytes = 100 });
        queue.Ask(Ask("a") with { DiskBytes = 60 });
        queue.Grant();

        queue.Park(Ask("a") with { DiskBytes = 60 }, "n1");
        Assert.Equal((null, 0), (queue.NodeOf("a"), queue.TakenOn("n1")));
        queue.Ask(Ask("b", after: 1) with { DiskBytes = 60 });
        Assert.Empty(queue.Grant());

        // Its own disk is there already.
        queue.Ask(Ask("a", after: 2) with { DiskBytes = 60, Node = "n1" });
        queue.Release("b");
        Assert.Equal([("a", "n1")], queue.Grant());
        queue.Park(Ask("a") with { DiskBytes = 60 }, "n1");
        queue.Release("a");
        queue.Ask(Ask("c", after: 3) with { DiskBytes = 100 });
        Assert.Equal([("c", "n1")], queue.Grant());
    }

    [Fact]
    public void A_devbox_that_no_node_can_ever_have_keeps_nobody_back()
    {
        var queue = With(Node("n1", 10) with { Cpus = 4 }, Node("n2", 10) with { Cpus = 8, TakesDevboxes = false });
        queue.Ask(Ask("huge") with { Cpus = 9 });
        queue.Ask(Ask("large", after: 1) with { Cpus = 8 });
        queue.Ask(Ask("small", after: 2) with { Cpus = 1 });

        Assert.True(queue.IsTooLarge(Ask("huge") with { Cpus = 9 }));
        Assert.False(queue.IsTooLarge(Ask("large") with { Cpus = 8 }));
        // The large one waits for n2, and is next.
        Assert.Empty(queue.Grant());
        queue.Report(Node("n2", 10) with { Cpus = 8 });
        Assert.Equal([("large", "n2"), ("small", "n1")], queue.Grant());
        Assert.False(new PlacementQueue().IsTooLarge(Ask("huge") with { Cpus = 9 }));
    }

    [Fact]
    public void A_devbox_with_a_disk_waits_for_its_node_and_keeps_nobody_back()
    {
        var queue = With(Node("n1", 1), Node("n2", 0) with { TakesDevboxes = false });
        queue.Ask(Ask("back") with { Node = "n2" });
        queue.Ask(Ask("new", after: 1));

        Assert.Equal([("new", "n1")], queue.Grant());
        queue.Report(Node("n2", 1));
        Assert.Equal([("back", "n2")], queue.Grant());
    }

    [Fact]
    public void Asking_again_keeps_the_place_and_the_turn()
    {
        var queue = With(Node("n1", 1));
        queue.Ask(Ask("a"));
        queue.Grant();
        queue.Ask(Ask("b", after: 1));

        queue.Ask(Ask("a"));
        queue.Ask(Ask("b", after: 1));

        Assert.Empty(queue.Grant());
        Assert.Equal((1, 1), (queue.TakenOn("n1"), queue.Waiting));
    }

    [Fact]
    public void No_node_ever_has_more_than_its_slots_and_nobody_waits_while_one_is_free() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 9], Gen.Int[0, 2]).Array[0, 200].Sample(steps =>
        {
            var queue = With(Node("n1", 2), Node("n2", 3));
            foreach (var (what, number, group) in steps)
            {
                if (what == 0)
                    queue.Release($"d{number}");
                else
                    queue.Ask(Ask($"d{number}", group == 0 ? "" : $"g{group}", after: number));
                queue.Grant();
                Assert.InRange(queue.TakenOn("n1"), 0, 2);
                Assert.InRange(queue.TakenOn("n2"), 0, 3);
                Assert.True(queue.Waiting == 0 || queue.TakenOn("n1") + queue.TakenOn("n2") == 5);
            }
        });

    private static PlacementQueue With(params NodeReport[] nodes)
    {
        var queue = new PlacementQueue();
        foreach (var node in nodes)
            queue.Report(node);
        return queue;
    }

    private static NodeReport Node(string name, int slots) => new() { Node = name, Slots = slots, TakesDevboxes = true };

    private static PlacementAsk Ask(string id, string group = "", int after = 0, string image = "") =>
        new() { DevboxId = id, Since = Now.AddSeconds(after), Group = group, Image = image };
}
