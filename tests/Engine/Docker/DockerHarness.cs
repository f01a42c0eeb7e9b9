using System.Globalization;
using System.Security.Cryptography;
using BenchCluster.Docker;
using BenchCluster.Engine;
using BenchCluster.Tests.Engine;
using Docker.DotNet;
using Microsoft.Extensions.Logging.Abstractions;

namespace BenchCluster.Tests.Docker;

/// <summary>This machine's Docker engine, with a cluster of the test's own.</summary>
internal sealed class DockerHarness : IEngineHarness
{
    private const string ProgramVariable = "FIRST_PROCESS";
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("bench-engine-");
    private readonly Lazy<TestRegistry> _registry;
    private readonly List<DockerContainerEngine> _engines = [];
    private int _count;

    public DockerHarness(Func<DockerOptions, DockerOptions>? change = null)
    {
        ClusterId = "test" + RandomNumberGenerator.GetHexString(8, lowercase: true);
        _registry = new(() => TestRegistry.Start(ClusterId));
        Options = (change ?? (options => options))(new DockerOptions
        {
            ClusterId = ClusterId,
            NodeName = "node",
            AgentDirectory = ProgramDirectory("#!/bin/bash\neval \"$FIRST_PROCESS\"\n", UnixFileMode.UserExecute),
        });
        Client = new DockerClientConfiguration(Options.Endpoint).CreateClient();
        Engine = EngineOf(Options);
        Neighbour = EngineOf(Options with { ClusterId = ClusterId + "b" });
    }

    /// <summary>The test's cluster.</summary>
    public string ClusterId { get; }

    /// <summary>How the engine is used.</summary>
    public DockerOptions Options { get; }

    /// <summary>The engine without the adapter, to see what the adapter has done.</summary>
    public DockerClient Client { get; }

    /// <inheritdoc/>
    public IContainerEngine Engine { get; }

    /// <inheritdoc/>
    public IContainerEngine Neighbour { get; }

    /// <inheritdoc/>
    public string Image => "benchcluster/base:bookworm";

    /// <summary>A registry on this machine, which the engine trusts.</summary>
    public TestRegistry Registry => _registry.Value;

    /// <inheritdoc/>
    public string AbsentImage => Registry.Reference("absent");

    /// <inheritdoc/>
    // The port of no service; nobody listens there.
    public string UnreachableImage => $"127.0.0.1:1/{ClusterId}:1";

    /// <inheritdoc/>
    public string DockerfileHead => $"FROM {Image}\nLABEL {DockerLabels.Cluster}={ClusterId}\n";

    /// <inheritdoc/>
    public string NewTag() => $"bench-test/{ClusterId}:{Next()}";

    /// <inheritdoc/>
    public ContainerSpec Spec(FirstProcess process = FirstProcess.Waits)
    {
        var id = $"dbx_{ClusterId}{Next()}";
        return new ContainerSpec
        {
            Name = $"bench-{id}-1",
            DevboxId = id,
            Epoch = 1,
            Image = Image,
            Environment = new Dictionary<string, string> { [ProgramVariable] = ScriptOf(process) },
            Limits = new ContainerLimits { Cpus = 1, MemoryBytes = 256L << 20, DiskBytes = 1L << 30, Processes = 128 },
            Network = ContainerNetwork.None,
            RunDirectory = _directory.CreateSubdirectory(id).FullName,
        };
    }

    /// <inheritdoc/>
    public async Task<ContainerLimits> LimitsOfAsync(string container)
    {
        var state = (await Client.Containers.InspectContainerAsync(container)).State;
        var group = new ControlGroup((int)state.Pid);
        return new ContainerLimits
        {
            Cpus = group.Cpus,
            MemoryBytes = group.MemoryBytes,
            DiskBytes = Spec().Limits.DiskBytes,
            Processes = group.Processes,
        };
    }

    /// <summary>A directory with an agent in it that is this script.</summary>
    public string ProgramDirectory(string script, UnixFileMode mode)
    {
        var directory = _directory.CreateSubdirectory("agent" + Next());
        var program = Path.Combine(directory.FullName, DockerOptions.AgentProgram);
        File.WriteAllText(program, script);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | mode);
        return directory.FullName;
    }

    /// <summary>An adapter with other options for the same engine.</summary>
    public DockerContainerEngine EngineOf(DockerOptions options)
    {
        var engine = new DockerContainerEngine(options, TimeProvider.System, NullLogger<DockerContainerEngine>.Instance);
        _engines.Add(engine);
        return engine;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await new DockerTraces(Client).RemoveAsync(ClusterId, ClusterId + "b");
        }
        finally
        {
            _engines.ForEach(engine => engine.Dispose());
            if (_registry.IsValueCreated)
                await Registry.DisposeAsync();
            Client.Dispose();
            _directory.Delete(recursive: true);
        }
    }

    private static string ScriptOf(FirstProcess process) => process switch
    {
        FirstProcess.Waits => "trap 'exit 0' TERM; sleep infinity & wait",
        FirstProcess.IgnoresRequests => "trap '' TERM; sleep infinity",
        FirstProcess.WritesFile => "echo kept > /kept",
        FirstProcess.LooksForFile => "if [ -f /kept ]; then exit 3; else exit 4; fi",
        FirstProcess.TakesAllMemory => "exec python3 -c 'x = b\"x\" * (1 << 30)'",
        _ => throw new ArgumentOutOfRangeException(nameof(process), process, null),
    };

    private string Next() => Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture);
}
