using BenchCluster.Tests.Hosting;

namespace BenchCluster.Tests.Storage;

public sealed class SqliteGrainStorageTests : GrainStorageCompliance
{
    internal override Task<TestNode> StartAsync() => TestNode.StartAsync();
}
