using BenchCluster.Index;
using BenchCluster.Postgres;
using BenchCluster.Tests.Index;
using Npgsql;

namespace BenchCluster.Tests.Postgres;

[Collection(PostgresTests.Name)]
public sealed class PostgresResourceIndexTests(PostgresFixture postgres) : ResourceIndexCompliance, IAsyncLifetime
{
    private NpgsqlDataSource? _database;

    public async Task InitializeAsync()
    {
        _database = NpgsqlDataSource.Create(await postgres.Server.CreateDatabaseAsync());
        PostgresSchema.Apply(_database);
    }

    public async Task DisposeAsync() => await _database!.DisposeAsync();

    protected override IResourceIndex Open() => new PostgresResourceIndex(_database!, Clock);
}
