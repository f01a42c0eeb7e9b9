using BenchCluster.Clustering;
using BenchCluster.Devboxes;
using BenchCluster.Engine;
using BenchCluster.Judging;
using BenchCluster.Nodes;
using BenchCluster.Objects;
using BenchCluster.Postgres;
using BenchCluster.Resources;
using BenchCluster.Secrets;
using BenchCluster.Sqlite;
using BenchCluster.Tests.Devboxes;
using BenchCluster.Tests.Engine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.TestingHost;

namespace BenchCluster.Tests.Hosting;

/// <summary>
/// A node of a test's own: a silo with the real grains and the real storage in a directory of its own, next to a
/// simulated engine. The engine, the devboxes' agents and the directory outlive the silo, which a test may kill or stop,
/// and start again.
/// </summary>
internal sealed class TestNode : IAsyncDisposable
{
    /// <summary>The image of devboxes that name none; the engine has it.</summary>
    public const string BaseImage = "base:1";

    /// <summary>The node's name.</summary>
    public const string Name = "n1";

    /// <summary>The cluster's id.</summary>
    public const string Cluster = "c1";

    private readonly string _directory = Directory.CreateTempSubdirectory("bench-cluster-tests-").FullName;
    private readonly TestNodeOptions _options;
    private readonly TimeProvider _clock;
    private InProcessTestCluster? _silo;
    private Lifeline _line = new();

    private TestNode(TestNodeOptions options)
    {
        _options = options;
        _clock = (TimeProvider?)options.Clock ?? TimeProvider.System;
        Engine = new SimulatedContainerEngine(Cluster, _clock);
        Engine.AddImage(BaseImage);
        Host.RunOn(Engine);
        Database = new TestDatabase(DatabaseFile);
        Objects = new FileObjectStore(Path.Combine(_directory, "objects"));
    }

    /// <summary>The engine.</summary>
    public SimulatedContainerEngine Engine { get; }

    /// <summary>The insides of the devboxes.</summary>
    public SimulatedDevboxHost Host { get; } = new();

    /// <summary>The database, beside the silo.</summary>
    public TestDatabase Database { get; }

    /// <summary>The bytes of storage objects.</summary>
    public IObjectStore Objects { get; }

    /// <summary>The silo's services.</summary>
    public IServiceProvider Services => _silo?.GetSiloServiceProvider() ?? throw new InvalidOperationException("The silo is down.");

    /// <summary>The silo's grains.</summary>
    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    /// <summary>What the silo said that is a warning or worse.</summary>
    public TestLog Log { get; } = new();

    /// <summary>The names of the files that the silo keeps its data in.</summary>
    public IReadOnlyList<string> Files => [.. Directory.EnumerateFiles(_directory).Select(file => Path.GetFileName(file))];

    /// <summary>The database's file.</summary>
    public string DatabaseFile => Path.Combine(_directory, "bench.db");

    /// <summary>A node whose silo runs.</summary>
    public static async Task<TestNode> StartAsync(TestNodeOptions? options = null)
    {
        var node = new TestNode(options ?? new TestNodeOptions());
        try
        {
            await node.StartSiloAsync();
            return node;
        }
        catch
        {
            Directory.Delete(node._directory, recursive: true);
            throw;
        }
    }

    /// <summary>A new id.</summary>
    public string NewId(ResourceKind kind) => ResourceId.New(kind, _clock.GetUtcNow());

    /// <summary>Starts the silo.</summary>
    public async Task StartSiloAsync()
    {
        _line = new Lifeline();
        var builder = new InProcessTestClusterBuilder(1);
        // The rows of storage bear it.
        builder.Options.ServiceId = "benchcluster";
        builder.Options.InitializeClientOnDeploy = false;
        builder.Options.ConfigureFileLogging = false;
        builder.Options.UseRealEnvironmentStatistics = false;
        builder.Options.GatewayPerSilo = false;
        builder.ConfigureHost(host => host.Logging.ClearProviders().AddProvider(Log));
        builder.ConfigureSilo((_, silo) => Configure(silo, _line));
        _silo = builder.Build();
        await _silo.DeployAsync();
    }

    /// <summary>Ends the silo as when its process is killed: from now on it writes nothing and reaches nothing.</summary>
    public async Task KillSiloAsync()
    {
        var silo = _silo!;
        var database = Services.GetService<SqliteDatabase>();
        _line.Cut();
        // A turn that is never given back; after it, nothing of the dead silo is written.
        if (database is not null)
            await database.WriteGate.WaitAsync();
        _silo = null;
        await silo.KillSiloAsync(silo.Silos[0]);
        await silo.DisposeAsync();
    }

    /// <summary>Stops the silo in good order.</summary>
    public async Task StopSiloAsync()
    {
        var silo = _silo!;
        _silo = null;
        await silo.StopAllSilosAsync();
        await silo.DisposeAsync();
    }

    /// <summary>Makes the silo's writes wait, until disposed.</summary>
    public async Task<IDisposable> HoldWritesAsync()
    {
        var gate = Services.GetRequiredService<SqliteDatabase>().WriteGate;
        await gate.WaitAsync();
        return new Held(gate);
    }

    public async ValueTask DisposeAsync()
    {
        if (_silo is not null)
            await KillSiloAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private void Configure(ISiloBuilder silo, Lifeline line)
    {
        silo.Services.AddSingleton(_clock);
        // The clock that a test moves is the grains'; Orleans keeps the real time for itself.
        silo.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
        if (_options.Postgres is { } postgres)
            silo.AddPostgresStorage(new PostgresOptions(postgres));
        else
            silo.AddSqliteStorage(new SqliteOptions(DatabaseFile));
        silo.AddNodePlacement();
        silo.Services.AddSingleton<IContainerEngine>(new TiedEngine(Engine, line));
        silo.Services.AddSingleton<IDevboxHost>(new TiedDevboxHost(Host, line));
        silo.Services.AddSingleton(Objects);
        silo.Services.AddSingleton<ISecretVault>(new AesSecretVault(new string('a', 64)));
        silo.Services.AddJudging(_options.JudgeEndpoints);
        silo.Services.AddBenchGrains(new NodeIdentity(Cluster, Name, _options.Slots), _options.Devboxes with { BaseImage = BaseImage });
        silo.Services.AddNodeService();
    }

    private sealed class Held(SemaphoreSlim gate) : IDisposable
    {
        private int _isReleased;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isReleased, 1) == 0)
                gate.Release();
        }
    }
}
