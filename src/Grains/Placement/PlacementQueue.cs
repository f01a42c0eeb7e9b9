namespace BenchCluster.Placement;

/// <summary>
/// Who has a place where, who waits, and who is next. Groups take turns, so that a run of thousands costs a single
/// devbox one place's wait and not thousands; within a group who came first is served first. It knows no clock and
/// waits for nothing.
/// </summary>
internal sealed class PlacementQueue
{
    private const double MissingImage = 0.25;

    private readonly Dictionary<string, NodeReport> _nodes = [];
    private readonly Dictionary<string, Place> _placed = [];
    private readonly Dictionary<string, Place> _parked = [];
    private readonly Dictionary<string, PlacementAsk> _waiting = [];
    private readonly Dictionary<string, SortedSet<PlacementAsk>> _groups = [];
    private readonly Dictionary<string, long> _lastTurn = [];
    private readonly Dictionary<string, Usage> _usage = [];
    private long _turns;

    /// <summary>Devboxes that wait.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>The nodes that have reported.</summary>
    public IReadOnlyList<string> Nodes => [.. _nodes.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The node of a devbox that has a place.</summary>
    public string? NodeOf(string devboxId) => _placed.GetValueOrDefault(devboxId)?.Node;

    /// <summary>Devboxes on a node.</summary>
    public int TakenOn(string node) => _usage.GetValueOrDefault(node)?.Devboxes ?? 0;

    /// <summary>Whether a node gets new devboxes.</summary>
    public bool Takes(string node) => _nodes.GetValueOrDefault(node)?.TakesDevboxes ?? false;

    /// <summary>Takes note of what a node says.</summary>
    public void Report(NodeReport report) => _nodes[report.Node] = report;

    /// <summary>Takes note that a node is away: it gets nothing, and keeps what it has.</summary>
    public void Lose(string node)
    {
        if (_nodes.TryGetValue(node, out var report))
            _nodes[node] = report with { TakesDevboxes = false };
    }

    /// <summary>Takes note of a devbox that has a place already.</summary>
    public void Adopt(PlacementAsk ask, string node)
    {
        Release(ask.DevboxId);
        Put(ask, node);
    }

    /// <summary>Takes the place away from a devbox that is suspended; its disk stays where it is.</summary>
    public void Park(PlacementAsk ask, string node)
    {
        Release(ask.DevboxId);
        _parked[ask.DevboxId] = new Place(ask, node);
        UsageOf(node).DiskBytes += ask.DiskBytes;
    }

    /// <summary>Puts a devbox at the end of its group, unless it waits or has a place already.</summary>
    public void Ask(PlacementAsk ask)
    {
        if (_placed.ContainsKey(ask.DevboxId) || !_waiting.TryAdd(ask.DevboxId, ask))
            return;
        if (!_groups.TryGetValue(ask.Group, out var group))
            _groups.Add(ask.Group, group = new SortedSet<PlacementAsk>(Earlier.Instance));
        group.Add(ask);
    }

    /// <summary>Takes the place, or the turn, and the disk away.</summary>
    public void Release(string devboxId)
    {
        if (_placed.Remove(devboxId, out var place))
            _usage[place.Node].Add(place.Ask, -1);
        Unpark(devboxId);
        Leave(devboxId);
    }

    /// <summary>Whether none of the nodes that have reported could take it if it was empty; not while none has.</summary>
    public bool IsTooLarge(PlacementAsk ask) => _nodes.Count > 0 && !_nodes.Values.Any(node => Fits(node, ask, new Usage()));

    /// <summary>How many wait before the devbox, by their age; null when it does not wait.</summary>
    public int? PositionOf(string devboxId) => _waiting.TryGetValue(devboxId, out var ask)
        ? _waiting.Values.Count(other => Earlier.Instance.Compare(other, ask) < 0)
        : null;

    /// <summary>Gives places to those whose turn it is, as long as there are any.</summary>
    public IReadOnlyList<(string DevboxId, string Node)> Grant()
    {
        var granted = new List<(string, string)>();
        while (NextThatFits() is var (ask, node))
        {
            Leave(ask.DevboxId);
            Put(ask, node);
            _lastTurn[ask.Group] = ++_turns;
            granted.Add((ask.DevboxId, node));
        }

        return granted;
    }

    private (PlacementAsk Ask, string Node)? NextThatFits()
    {
        foreach (var group in _groups.OrderBy(g => _lastTurn.GetValueOrDefault(g.Key)).ThenBy(g => g.Value.Min!, Earlier.Instance))
        {
            foreach (var ask in group.Value)
            {
                if (BestFor(ask) is { } node)
                    return (ask, node);
                // One that waits for its own node, or for a larger one than there is, keeps nobody back; one that is too large
                // for now does, or it would wait for ever.
                if (ask.Node is null && !IsTooLarge(ask))
                    break;
            }
        }

        return null;
    }

    /// <summary>The emptiest node; bringing an image to one that never had it counts as a quarter of a node's load.</summary>
    private string? BestFor(PlacementAsk ask) => _nodes.Values
        .Where(node => node.TakesDevboxes && (ask.Node ?? node.Node) == node.Node && Fits(node, ask, UsageOf(node.Node)))
        .OrderBy(node => (double)TakenOn(node.Node) / node.Slots + (UsageOf(node.Node).Images.Contains(ask.Image) ? 0 : MissingImage))
        .ThenBy(node => node.Node, StringComparer.Ordinal)
        .FirstOrDefault()?.Node;

    private bool Fits(NodeReport node, PlacementAsk ask, Usage used)
    {
        // Its own disk, where it is back from being suspended, is there already.
        var disk = _parked.ContainsKey(ask.DevboxId) ? 0 : ask.DiskBytes;
        return used.Devboxes < node.Slots
            && (node.Cpus == 0 || used.Cpus + ask.Cpus <= node.Cpus)
            && (node.MemoryBytes == 0 || used.MemoryBytes + ask.MemoryBytes <= node.MemoryBytes)
            && (node.DiskBytes == 0 || disk == 0 || used.DiskBytes + disk <= node.DiskBytes);
    }

    private void Put(PlacementAsk ask, string node)
    {
        Unpark(ask.DevboxId);
        _placed[ask.DevboxId] = new Place(ask, node);
        var used = UsageOf(node);
        used.Add(ask, 1);
        used.Images.Add(ask.Image);
    }

    private void Unpark(string devboxId)
    {
        if (_parked.Remove(devboxId, out var place))
            _usage[place.Node].DiskBytes -= place.Ask.DiskBytes;
    }

    private Usage UsageOf(string node)
    {
        if (!_usage.TryGetValue(node, out var used))
            _usage.Add(node, used = new Usage());
        return used;
    }

    private void Leave(string devboxId)
    {
        if (!_waiting.Remove(devboxId, out var ask))
            return;
        var group = _groups[ask.Group];
        group.Remove(ask);
        if (group.Count == 0)
            _groups.Remove(ask.Group);
    }

    private sealed class Usage
    {
        public int Devboxes { get; private set; }

        public double Cpus { get; private set; }

        public long MemoryBytes { get; private set; }

        public long DiskBytes { get; set; }

        public HashSet<string> Images { get; } = [];

        public void Add(PlacementAsk ask, int sign)
        {
            (Devboxes, Cpus, MemoryBytes) = (Devboxes + sign, Cpus + sign * ask.Cpus, MemoryBytes + sign * ask.MemoryBytes);
            DiskBytes += sign * ask.DiskBytes;
        }
    }

    private sealed record Place(PlacementAsk Ask, string Node);

    private sealed class Earlier : IComparer<PlacementAsk>
    {
        public static Earlier Instance { get; } = new();

        public int Compare(PlacementAsk? x, PlacementAsk? y) => x is null || y is null
            ? Comparer<bool>.Default.Compare(x is not null, y is not null)
            : x.Since != y.Since ? x.Since.CompareTo(y.Since) : string.CompareOrdinal(x.DevboxId, y.DevboxId);
    }
}
