using System.Net;
using BenchCluster.Docker.Registry;

namespace BenchCluster.Hosting;

/// <summary>What a silo is told, from the configuration's section <c>Bench</c>.</summary>
internal sealed record BenchOptions
{
    /// <summary>The section.</summary>
    public const string Section = "Bench";

    /// <summary>The data directory.</summary>
    public string Data { get; init; } = ".bench";

    /// <summary>Where the API listens.</summary>
    public string Url { get; init; } = "http://127.0.0.1:7080";

    /// <summary>This node's name; letters, digits and hyphens.</summary>
    public string Node { get; init; } = Dns.GetHostName();

    /// <summary>Devboxes that the node takes at once; default by its cores and memory.</summary>
    public int? Slots { get; init; }

    /// <summary>Cores that the node's devboxes may have together; default no limit but the slots.</summary>
    public double? Cpus { get; init; }

    /// <summary>Memory that the node's devboxes may have together, in GiB; default no limit but the slots.</summary>
    public double? MemoryGiB { get; init; }

    /// <summary>Disk that the node's devboxes, suspended ones included, may fill together, in GiB; default no limit but what is free.</summary>
    public double? DiskGiB { get; init; }

    /// <summary>The node gets no new devboxes while its data directory's disk, or its engine's, has less free than this, in MiB.</summary>
    public int LeastFreeDiskMiB { get; init; } = 1024;

    /// <summary>The directory with <c>bench-agent</c>.</summary>
    public string Agent { get; init; } = Path.Combine(AppContext.BaseDirectory, "agent");

    /// <summary>The directory with tools for scorers; none by default.</summary>
    public string? Tools { get; init; }

    /// <summary>The image of devboxes that name none.</summary>
    public string BaseImage { get; init; } = "benchcluster/base:bookworm";

    /// <summary>Where code mounts are cloned from, as <c>https://git.example.com</c>: repositories are at <c>/OWNER/NAME.git</c> there.</summary>
    public string GitHost { get; init; } = "https://github.com";

    /// <summary>
    /// The OCI registry that keeps what is built and kept on any node, as references name it: <c>registry.example:5000/bench</c>.
    /// None by default: nodes stream images to each other, and what a lost node had is lost.
    /// </summary>
    public string? Registry { get; init; }

    /// <summary>The cluster's user at the registry; none by default.</summary>
    public string? RegistryUser { get; init; }

    /// <summary>The password of <see cref="RegistryUser"/>.</summary>
    public string? RegistryPassword { get; init; }

    /// <summary>The PostgreSQL of a cluster, as Npgsql reads it; without it the silo is alone, with SQLite in its data directory.</summary>
    public string? Postgres { get; init; }

    /// <summary>The directory of the cluster's id and keys, the same for all its silos; default the data directory.</summary>
    public string? Keys { get; init; }

    /// <summary>The address at which the other silos reach this one.</summary>
    public string Address { get; init; } = IPAddress.Loopback.ToString();

    /// <summary>The port for the other silos; the same after a restart. 0 is any, for a silo that is alone.</summary>
    public int SiloPort { get; init; }

    /// <summary>The port for Orleans clients; 0 is any.</summary>
    public int GatewayPort { get; init; }

    /// <summary>Where the other silos reach this one's API; default the address and the port of <see cref="Url"/>.</summary>
    public string? PeerUrl { get; init; }

    /// <summary>How long a node may be away before its devboxes are given up.</summary>
    public TimeSpan NodeLostAfter { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How old a container must be that no devbox claims, before it is removed.</summary>
    public TimeSpan OrphanGrace { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Devboxes that may wait for a place; more are refused.</summary>
    public int QueueLimit { get; init; } = 20_000;

    /// <summary>Base URLs, separated by commas, that <c>llm_judge</c> scorers may name beside those of OpenAI and Anthropic.</summary>
    public string JudgeEndpoints { get; init; } = "";

    /// <summary>The same, one by one.</summary>
    public IReadOnlyList<string> JudgeEndpointList => JudgeEndpoints.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Whether there are other silos.</summary>
    public bool IsClustered => Postgres is not null;

    /// <summary>Reads the options and refuses what cannot work.</summary>
    /// <exception cref="InvalidOperationException">Names the key and says what is wrong with it.</exception>
    public static BenchOptions Read(IConfiguration configuration)
    {
        var options = configuration.GetSection(Section).Get<BenchOptions>() ?? new BenchOptions();
        Require(options.Data.Length > 0, nameof(Data), "must not be empty");
        Require(
            Uri.TryCreate(options.Url, UriKind.Absolute, out var url) && url.Scheme is "http", nameof(Url), $"'{options.Url}' is no http:// URL");
        Require(
            options.Node.Length is > 0 and <= 63 && options.Node.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.'),
            nameof(Node), $"'{options.Node}' must be 1 to 63 letters, digits, hyphens and dots");
        Require(options.Slots is null or > 0, nameof(Slots), "must be greater than 0");
        Require(
            options.JudgeEndpointList.All(endpoint => Uri.TryCreate(endpoint, UriKind.Absolute, out var at) && at.Scheme is "http" or "https"),
            nameof(JudgeEndpoints), $"'{options.JudgeEndpoints}' must be http:// or https:// URLs, separated by commas");
        Require(options.Cpus is null or > 0, nameof(Cpus), "must be greater than 0");
        Require(options.MemoryGiB is null or > 0, nameof(MemoryGiB), "must be greater than 0");
        Require(options.DiskGiB is null or > 0, nameof(DiskGiB), "must be greater than 0");
        Require(
            Uri.TryCreate(options.GitHost, UriKind.Absolute, out var git) && git!.Scheme is "https" or "http" && git.UserInfo.Length == 0 && !options.GitHost.EndsWith('/'),
            nameof(GitHost), $"'{options.GitHost}' must be an http:// or https:// URL without a user and without '/' at its end");
        Require(
            options.Registry is null || RegistryOptions.IsAddress(options.Registry), nameof(Registry),
            $"'{options.Registry}' must be a host, with a port and a lowercase path where it has them, and no scheme");
        Require(options.RegistryPassword is null || options.RegistryUser is not null, nameof(RegistryPassword), "needs a RegistryUser");
        Require(options.LeastFreeDiskMiB >= 0, nameof(LeastFreeDiskMiB), "must not be negative");
        Require(options.Postgres is not "", nameof(Postgres), "must not be empty; leave it out for a silo that is alone");
        Require(IPAddress.TryParse(options.Address, out _), nameof(Address), $"'{options.Address}' is no IP address");
        Require(options.SiloPort is >= 0 and <= 65535, nameof(SiloPort), "must be 0 to 65535");
        Require(options.GatewayPort is >= 0 and <= 65535, nameof(GatewayPort), "must be 0 to 65535");
        Require(!options.IsClustered || options.SiloPort > 0, nameof(SiloPort), "must be set with Bench:Postgres: the others find the silo there again");
        Require(
            options.PeerUrl is null || Uri.TryCreate(options.PeerUrl, UriKind.Absolute, out var peer) && peer.Scheme is "http",
            nameof(PeerUrl), $"'{options.PeerUrl}' is no http:// URL");
        Require(options.NodeLostAfter > TimeSpan.Zero, nameof(NodeLostAfter), "must be greater than 0");
        Require(options.OrphanGrace > TimeSpan.Zero, nameof(OrphanGrace), "must be greater than 0");
        Require(options.QueueLimit > 0, nameof(QueueLimit), "must be greater than 0");
        return options with
        {
            Data = Path.GetFullPath(options.Data),
            Keys = Path.GetFullPath(options.Keys ?? options.Data),
            PeerUrl = options.PeerUrl ?? $"http://{options.Address}:{url!.Port}",
            Agent = Path.GetFullPath(options.Agent),
            Tools = options.Tools is { Length: > 0 } tools ? Path.GetFullPath(tools) : null,
        };
    }

    /// <summary>The slots that are told, or what the machine can take: eight a core, and a GiB of memory each.</summary>
    public int SlotsOrDefault()
    {
        const int perCore = 8;
        const int least = 4;
        var gibibytes = (int)(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30);
        return Slots ?? Math.Max(least, Math.Min(Environment.ProcessorCount * perCore, gibibytes));
    }

    private static void Require(bool holds, string key, string problem)
    {
        if (!holds)
            throw new InvalidOperationException($"{Section}:{key}: {problem}.");
    }
}
