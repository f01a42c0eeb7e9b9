using BenchCluster.Postgres;
using Npgsql;

namespace BenchCluster.Tests.Postgres;

[Collection(PostgresTests.Name)]
public sealed class PostgresSchemaTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Silos_that_start_at_once_make_the_schema_once()
    {
        await using var database = NpgsqlDataSource.Create(await postgres.Server.CreateDatabaseAsync());

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => PostgresSchema.Apply(database))));

        await using var version = database.CreateCommand("SELECT version FROM bench_schema");
        Assert.Equal(PostgresSchema.Version, await version.ExecuteScalarAsync());
    }

    [Fact]
    public async Task A_database_of_a_newer_schema_is_refused_and_stays_as_it_is()
    {
        await using var database = NpgsqlDataSource.Create(await postgres.Server.CreateDatabaseAsync());
        PostgresSchema.Apply(database);
        await using (var command = database.CreateCommand("UPDATE bench_schema SET version = 99"))
            await command.ExecuteNonQueryAsync();

        var e = Assert.Throws<InvalidOperationException>(() => PostgresSchema.Apply(database));

        Assert.Contains("schema version 99", e.Message, StringComparison.Ordinal);
        await using var version = database.CreateCommand("SELECT version FROM bench_schema");
        Assert.Equal(99, await version.ExecuteScalarAsync());
    }

    [Fact]
    public void A_database_that_does_not_answer_is_named_by_its_key()
    {
        using var database = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=bench;Timeout=2");

        var e = Assert.Throws<InvalidOperationException>(() => PostgresSchema.Apply(database));

        Assert.StartsWith("Bench:Postgres: ", e.Message, StringComparison.Ordinal);
    }
}
