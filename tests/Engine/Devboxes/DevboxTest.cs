using BenchCluster.DevboxAgents;
using BenchCluster.Data;
using BenchCluster.Engine;
using BenchCluster.Resources;
using BenchCluster.Tests.Docker;

namespace BenchCluster.Tests.Devboxes;

/// <summary>A test of devboxes made as the silo makes them: its container's parameters, its directories, its agent.</summary>
public abstract class DevboxTest : DockerTest
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("bench-devboxes-");

    /// <summary>Starts a devbox and waits for its agent.</summary>
    private protected async Task<TestDevbox> StartAsync(Func<ContainerSpec, ContainerSpec>? change = null, DevboxHost? host = null)
    {
        var id = ResourceId.New(ResourceKind.Devbox, DateTimeOffset.UtcNow);
        host ??= new DevboxHost(Data);
        var spec = new ContainerSpec
        {
            Name = $"bench-{Docker.ClusterId}-{id}-1",
            DevboxId = id,
            Epoch = 1,
            Image = Docker.Image,
            Limits = new ContainerLimits { Cpus = 1, MemoryBytes = 512L << 20, DiskBytes = 1L << 30, Processes = 256 },
            Network = ContainerNetwork.None,
            RunDirectory = host.PrepareRunDirectory(id),
        };
        var container = await Engine.CreateAsync((change ?? (same => same))(spec), Deadline);
        await Engine.StartAsync(container.Id, Deadline);
        var devbox = new TestDevbox(host, container, spec, Deadline);
        await devbox.Agent.AwaitReadyAsync(Deadline);
        return devbox;
    }

    /// <summary>The data directory of the test's silo.</summary>
    private protected DataDirectory Data { get; private set; } = null!;

    /// <inheritdoc/>
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Data = DataDirectory.Open(Path.Combine(_directory.FullName, "data"));
    }

    /// <inheritdoc/>
    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Data?.Dispose();
        _directory.Delete(recursive: true);
    }

    private protected override DockerHarness MakeHarness() =>
        new(options => options with { AgentDirectory = DirectoryOf("agent", "bench-agent"), ToolsDirectory = DirectoryOf("tools", "ast-grep") });

    private static string DirectoryOf(params string[] artifact) => Path.GetDirectoryName(Repository.Artifact(artifact))!;
}
