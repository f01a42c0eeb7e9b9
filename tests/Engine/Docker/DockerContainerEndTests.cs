using BenchCluster.Tests.Engine;

namespace BenchCluster.Tests.Docker;

public sealed class DockerContainerEndTests : ContainerEndCompliance
{
    protected override Task<IEngineHarness> MakeHarnessAsync() => Task.FromResult<IEngineHarness>(new DockerHarness());
}
