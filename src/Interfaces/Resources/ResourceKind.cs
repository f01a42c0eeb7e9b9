namespace BenchCluster.Resources;

/// <summary>Kinds of resources, each with the prefix of its ids (the API contract's).</summary>
public sealed record ResourceKind
{
    private ResourceKind(string prefix, string noun) => (Prefix, Noun) = (prefix, noun);

    /// <summary>The id's prefix, without the underscore.</summary>
    public string Prefix { get; }

    /// <summary>What a person calls it, for messages.</summary>
    public string Noun { get; }

    /// <summary>An isolated container.</summary>
    public static ResourceKind Devbox { get; } = new("dbx", "devbox");

    /// <summary>A recipe for an image.</summary>
    public static ResourceKind Blueprint { get; } = new("bpt", "blueprint");

    /// <summary>Stored bytes.</summary>
    public static ResourceKind StorageObject { get; } = new("obj", "object");

    /// <summary>A custom scorer.</summary>
    public static ResourceKind Scorer { get; } = new("scs", "scorer");

    /// <summary>A task with its environment and scoring contract.</summary>
    public static ResourceKind Scenario { get; } = new("scn", "scenario");

    /// <summary>One run of a scenario.</summary>
    public static ResourceKind ScenarioRun { get; } = new("srn", "scenario run");

    /// <summary>A set of scenarios.</summary>
    public static ResourceKind Benchmark { get; } = new("bmd", "benchmark");

    /// <summary>One run of a benchmark.</summary>
    public static ResourceKind BenchmarkRun { get; } = new("bmr", "benchmark run");

    /// <summary>Runs of several agents over the same scenarios.</summary>
    public static ResourceKind BenchmarkJob { get; } = new("bmj", "benchmark job");

    /// <summary>A kept disk.</summary>
    public static ResourceKind Snapshot { get; } = new("snp", "snapshot");

    /// <summary>A registered agent.</summary>
    public static ResourceKind Agent { get; } = new("agt", "agent");

    /// <summary>A named value that is kept encrypted.</summary>
    public static ResourceKind Secret { get; } = new("sec", "secret");

    /// <summary>What devboxes may reach.</summary>
    public static ResourceKind NetworkPolicy { get; } = new("npol", "network policy");

    /// <summary>A stream of events.</summary>
    public static ResourceKind Axon { get; } = new("axn", "axon");

    /// <summary>A key that lets in.</summary>
    public static ResourceKind ApiKey { get; } = new("ak", "API key");

    /// <inheritdoc/>
    public override string ToString() => Noun;
}
