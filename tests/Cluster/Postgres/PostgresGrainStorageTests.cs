using BenchCluster.Tests.Hosting;
using BenchCluster.Tests.Storage;

namespace BenchCluster.Tests.Postgres;

[Collection(PostgresTests.Name)]
public sealed class PostgresGrainStorageTests(PostgresFixture postgres) : GrainStorageCompliance
{
    internal override async Task<TestNode> StartAsync() =>
        await TestNode.StartAsync(new TestNodeOptions { Postgres = await postgres.Server.CreateDatabaseAsync() });
}
