namespace BenchCluster.Client;

/// <summary>
/// The HTTP API, typed. Thread-safe; make one and keep it. Every method throws <see cref="BenchApiException"/> when the
/// server refuses or does not answer.
/// </summary>
public sealed class BenchClient : IDisposable
{
    private readonly BenchTransport _transport;

    /// <summary>Makes a client.</summary>
    /// <param name="options">Where the server is; default from the environment.</param>
    /// <param name="handler">What sends the requests; default a connection pool of its own.</param>
    public BenchClient(BenchClientOptions? options = null, HttpMessageHandler? handler = null)
    {
        _transport = new BenchTransport(options ?? BenchClientOptions.FromEnvironment(), handler);
        Benchmarks = new BenchmarksClient(_transport);
        BenchmarkJobs = new BenchmarkJobsClient(_transport);
        BenchmarkRuns = new BenchmarkRunsClient(_transport);
        Blueprints = new BlueprintsClient(_transport);
        Devboxes = new DevboxesClient(_transport);
        Executions = new ExecutionsClient(_transport);
        Nodes = new NodesClient(_transport);
        Objects = new ObjectsClient(_transport);
        Pty = new PtyClient(_transport);
        ScenarioRuns = new ScenarioRunsClient(_transport);
        Scenarios = new ScenariosClient(_transport);
    }

    /// <summary>Sets of scenarios.</summary>
    public BenchmarksClient Benchmarks { get; }

    /// <summary>Agents by scenarios under one limit.</summary>
    public BenchmarkJobsClient BenchmarkJobs { get; }

    /// <summary>Runs of benchmarks.</summary>
    public BenchmarkRunsClient BenchmarkRuns { get; }

    /// <summary>Images to build.</summary>
    public BlueprintsClient Blueprints { get; }

    /// <summary>Isolated containers.</summary>
    public DevboxesClient Devboxes { get; }

    /// <summary>Commands in devboxes.</summary>
    public ExecutionsClient Executions { get; }

    /// <summary>The machines of the cluster.</summary>
    public NodesClient Nodes { get; }

    /// <summary>Files kept by the server.</summary>
    public ObjectsClient Objects { get; }

    /// <summary>Terminals in devboxes.</summary>
    public PtyClient Pty { get; }

    /// <summary>Runs of scenarios.</summary>
    public ScenarioRunsClient ScenarioRuns { get; }

    /// <summary>Tasks with a scoring contract.</summary>
    public ScenariosClient Scenarios { get; }

    /// <inheritdoc/>
    public void Dispose() => _transport.Dispose();
}
