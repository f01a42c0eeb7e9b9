using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using BenchCluster.Client;
using BenchCluster.Tests.Engine;
using BenchCluster.Tests.Postgres;
using BenchCluster.Tests.Silos;

namespace BenchCluster.Tests.Chaos;

/// <summary>
/// A cluster of a test's own: a PostgreSQL, silos in processes of their own as nodes on one engine, and a front before
/// them. At the end nothing of it is left.
/// </summary>
internal sealed class ChaosCluster : IAsyncDisposable
{
    private readonly string _keys = Directory.CreateTempSubdirectory("bench-keys-").FullName;
    private readonly List<SiloProcess> _silos = [];
    private readonly List<PrivateEngine> _engines = [];
    private PostgresServer? _postgres;
    private FrontProcess? _front;
    private string _connection = "";

    private ChaosCluster()
    {
    }

    /// <summary>The silos, in order of their nodes' names: <c>n1</c>, <c>n2</c>, …</summary>
    public IReadOnlyList<SiloProcess> Silos => _silos;

    /// <summary>The database's server.</summary>
    public PostgresServer Postgres => _postgres!;

    /// <summary>How the database is reached.</summary>
    public string Connection => _connection;

    /// <summary>The one port before all silos.</summary>
    public Uri BaseUrl => _front!.BaseUrl;

    /// <summary>The cluster's id, which its containers carry.</summary>
    public string ClusterId => File.ReadAllText(Path.Combine(_keys, "cluster-id")).Trim();

    /// <summary>A client of the front.</summary>
    public BenchClient NewClient() => NewClient(BaseUrl);

    /// <summary>Plain HTTP to the front or to one silo, with the key.</summary>
    public HttpClient NewHttp(Uri url) => new()
    {
        BaseAddress = url,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", ApiKey) },
    };

    /// <summary>A client of one silo.</summary>
    public BenchClient NewClient(Uri url) => new(new BenchClientOptions
    {
        BaseUrl = url,
        ApiKey = ApiKey,
        Retries = 10,
    });

    private string ApiKey => File.ReadAllText(Path.Combine(_keys, "api-key")).Trim();

    /// <summary>Starts one.</summary>
    /// <param name="silos">How many silos.</param>
    /// <param name="options">Further options for each, as <c>--Bench:Slots=2</c>.</param>
    public static Task<ChaosCluster> StartAsync(int silos, params string[] options) => StartAsync(silos, _ => null, options);

    /// <summary>Starts one whose silos are next to engines of the test's own; null is the machine's.</summary>
    public static Task<ChaosCluster> StartAsync(int silos, Func<int, PrivateEngine?> engineOf, params string[] options) =>
        StartAsync(silos, engineOf, network: null, diskMiB: null, options);

    /// <summary>Starts one whose silos are next to engines, in networks and on disks of the test's own.</summary>
    public static async Task<ChaosCluster> StartAsync(
        int silos, Func<int, PrivateEngine?> engineOf, SiloNetwork? network, int? diskMiB, params string[] options)
    {
        var cluster = new ChaosCluster();
        try
        {
            cluster._postgres = network is null ? await PostgresServer.StartAsync() : await PostgresServer.StartAsync(network.Address);
            cluster._connection = await cluster._postgres.CreateDatabaseAsync();
            for (var i = 1; i <= silos; i++)
            {
                var engine = engineOf(i);
                if (engine is not null && !cluster._engines.Contains(engine))
                    cluster._engines.Add(engine);
                var host = new SiloHost { Engine = engine?.Host, DiskMiB = diskMiB };
                if (network is not null)
                    host = host with { Address = network.AddressOf(i - 1), Through = network.Through(i - 1) };
                cluster._silos.Add(await SiloProcess.StartAsync(host,
                [
                    $"--Bench:Node=n{i}", $"--Bench:Address={host.Address}", $"--Bench:Postgres={cluster._connection}", $"--Bench:Keys={cluster._keys}",
                    $"--Bench:SiloPort={FreePort()}", $"--Bench:GatewayPort={FreePort()}", .. options,
                ]));
            }

            cluster._front = await FrontProcess.StartAsync(cluster._silos.Select(silo => silo.BaseUrl));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ids of this cluster's containers, running or not.</summary>
    public async Task<IReadOnlyList<string>> ContainersAsync()
    {
        string[] list = ["ps", "-aq", "--no-trunc", "--filter", $"label=benchcluster.cluster={ClusterId}", "--filter", "label=benchcluster.devbox"];
        var all = new List<string>(await DockerCommand.LinesAsync(list));
        foreach (var engine in _engines)
            all.AddRange(await engine.RunAsync(list));
        return all;
    }

    /// <summary>Kills a container, wherever it is.</summary>
    public async Task KillContainerAsync(string id)
    {
        await DockerCommand.TryAsync("kill", id);
        foreach (var engine in _engines)
            await DockerCommand.TryAsync("-H", engine.Host, "kill", id);
    }

    public async ValueTask DisposeAsync()
    {
        if (_front is not null)
            await _front.DisposeAsync();
        foreach (var silo in _silos)
            await silo.DisposeAsync();
        if (File.Exists(Path.Combine(_keys, "cluster-id")))
            await DockerCommand.RemoveAllAsync($"benchcluster.cluster={ClusterId}");
        if (_postgres is not null)
            await _postgres.DisposeAsync();
        Directory.Delete(_keys, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
