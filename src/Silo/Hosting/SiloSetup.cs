using System.Net;
using System.Net.Sockets;
using BenchCluster.Clustering;
using BenchCluster.DevboxAgents;
using BenchCluster.Data;
using BenchCluster.Devboxes;
using BenchCluster.Docker;
using BenchCluster.Engine;
using BenchCluster.Docker.Registry;
using BenchCluster.Docker.Sandboxes;
using BenchCluster.Judging;
using BenchCluster.Nodes;
using BenchCluster.Objects;
using BenchCluster.Postgres;
using BenchCluster.Secrets;
using BenchCluster.Sqlite;

namespace BenchCluster.Hosting;

/// <summary>Puts a silo together from its parts.</summary>
internal static class SiloSetup
{
    private const string Service = "benchcluster";

    /// <summary>Adds the Orleans silo with its storage: alone with SQLite, or one of a cluster on PostgreSQL.</summary>
    public static void AddSilo(this WebApplicationBuilder builder, BenchOptions options, DataDirectory data, ClusterKeys keys) =>
        builder.Host.UseOrleans(silo =>
        {
            if (options.Postgres is { } connection)
            {
                silo.Services.AddSingleton<ClusterNodes>();
                silo.Services.AddSingleton<INodeDirectory>(provider => provider.GetRequiredService<ClusterNodes>());
                silo.Services.AddSingleton<INodeBook, PostgresNodeBook>();
                silo.Services.AddSingleton<IPeerImages>(provider =>
                    ActivatorUtilities.CreateInstance<RegistryImages>(provider, ActivatorUtilities.CreateInstance<PeerImages>(provider)));
                silo.AddNodePlacement();
                silo.AddPostgresCluster(new PostgresOptions(connection), keys.ClusterId, keys.Fingerprint);
                silo.JoinCluster(options, Service, keys.ClusterId);
                return;
            }

            silo.Services.AddSingleton<IPeerImages>(provider =>
                ActivatorUtilities.CreateInstance<RegistryImages>(provider, provider.GetRequiredService<SoleNode>()));
            silo.AddNodePlacement();
            // One silo keeps its own membership in memory: any free ports will do.
            silo.UseLocalhostClustering(FreePort(), FreePort(), serviceId: Service, clusterId: Service);
            silo.AddSqliteStorage(new SqliteOptions(data.Database));
        });

    /// <summary>Adds what is next to the silo: the engine, the devboxes' agents, the bytes of objects.</summary>
    public static void AddNode(this IServiceCollection services, BenchOptions options, DataDirectory data, ClusterKeys keys)
    {
        var identity = new NodeIdentity(keys.ClusterId, options.Node, options.SlotsOrDefault())
        {
            Cpus = options.Cpus ?? 0,
            MemoryBytes = (long)((options.MemoryGiB ?? 0) * (1L << 30)),
            DiskBytes = (long)((options.DiskGiB ?? 0) * (1L << 30)),
            PeerUrl = options.PeerUrl!,
        };
        services.AddSingleton(data);
        services.AddSingleton(keys);
        services.AddSingleton<DevboxHost>();
        services.AddSingleton<IDevboxHost>(provider => provider.GetRequiredService<DevboxHost>());
        services.AddSingleton(new FileObjectStore(data.Objects));
        services.AddSingleton<PeerForwarder>();
        services.AddSingleton<PeerClient>();
        services.AddSingleton<IObjectStore>(provider => options.IsClustered
            ? ActivatorUtilities.CreateInstance<ClusterObjectStore>(provider)
            : provider.GetRequiredService<FileObjectStore>());
        services.AddSingleton<ISecretVault>(new AesSecretVault(keys.SecretKey));
        services.AddDockerEngine(new DockerOptions
        {
            ClusterId = identity.Cluster,
            NodeName = identity.Node,
            AgentDirectory = options.Agent,
            ToolsDirectory = options.Tools,
            Network = "benchcluster",
            MostSandboxes = identity.Slots + SandboxPool.Spare,
            SandboxImage = options.BaseImage,
            Registry = options.Registry is { } registry
                ? new RegistryOptions(registry, options.RegistryUser is { } user ? new RegistryCredentials(user, options.RegistryPassword ?? "") : null)
                : null,
        });
        services.AddJudging(options.JudgeEndpointList);
        services.AddBenchGrains(identity, new DevboxOptions
        {
            BaseImage = options.BaseImage,
            GitHost = options.GitHost,
            NodeLostAfter = options.NodeLostAfter,
            QueueLimit = options.QueueLimit,
            OrphanGrace = options.OrphanGrace,
            LeastFreeDiskBytes = (long)options.LeastFreeDiskMiB << 20,
        });
        services.AddNodeService();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
