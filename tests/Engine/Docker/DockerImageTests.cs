using BenchCluster.Tests.Engine;

namespace BenchCluster.Tests.Docker;

public sealed class DockerImageTests : ImageCompliance
{
    protected override Task<IEngineHarness> MakeHarnessAsync() => Task.FromResult<IEngineHarness>(new DockerHarness());
}
