using BenchCluster.Index;
using BenchCluster.Sqlite;
using BenchCluster.Tests.Index;

namespace BenchCluster.Tests.Sqlite;

public sealed class SqliteResourceIndexTests : ResourceIndexCompliance, IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("bench-index-tests-").FullName;
    private readonly SqliteDatabase _database;

    public SqliteResourceIndexTests()
    {
        _database = new SqliteDatabase(new SqliteOptions(Path.Combine(_directory, "bench.db")));
        _database.CreateSchema();
    }

    public void Dispose()
    {
        _database.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    protected override IResourceIndex Open() => new SqliteResourceIndex(_database, Clock);

    [Fact]
    public async Task A_writer_that_gives_up_waiting_does_not_keep_the_turn()
    {
        var index = Open();
        await _database.WriteGate.WaitAsync();
        using var given = new CancellationTokenSource();
        var waiting = index.UpsertAsync(Row("dbx_a"), given.Token);

        await given.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        _database.WriteGate.Release();

        await index.UpsertAsync(Row("dbx_b"), default);
        Assert.Equal(["dbx_b"], Ids(await ListAsync(new ResourceQuery { Kind = "dbx" })));
    }

    [Fact]
    public void A_database_of_a_newer_schema_is_refused()
    {
        using (var connection = _database.Open())
        using (var command = connection.CreateCommand())
        {
            command.CommandText = "PRAGMA user_version = 99";
            command.ExecuteNonQuery();
        }

        var e = Assert.Throws<InvalidOperationException>(_database.CreateSchema);

        Assert.Contains("schema version 99", e.Message, StringComparison.Ordinal);
    }
}
