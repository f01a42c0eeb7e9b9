using BenchCluster.Sqlite;
using Microsoft.Data.Sqlite;

namespace BenchCluster.Tests.Sqlite;

public sealed class WriteQueueTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("bench-write-queue-").FullName;
    private readonly SqliteDatabase _database;

    public WriteQueueTests()
    {
        _database = new SqliteDatabase(new SqliteOptions(Path.Combine(_directory, "bench.db")));
        _database.CreateSchema();
    }

    public void Dispose()
    {
        _database.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Of_writes_made_together_one_that_fails_fails_alone()
    {
        await _database.WriteGate.WaitAsync();
        var first = ClaimAsync("a");
        var bad = _database.WriteAsync(connection => Execute(connection, "INSERT INTO nowhere VALUES (1)"), default);
        var again = ClaimAsync("a");
        var last = ClaimAsync("b");
        _database.WriteGate.Release();

        Assert.Equal((1, 1), (await first, await last));
        await Assert.ThrowsAsync<SqliteException>(() => bad);
        await Assert.ThrowsAsync<SqliteException>(() => again);
        Assert.Equal(2, await _database.WriteAsync(connection => Count(connection), default));
    }

    [Fact]
    public async Task Writes_from_many_threads_are_all_made()
    {
        await Parallel.ForAsync(0, 500, async (i, _) => await ClaimAsync($"{i}"));

        Assert.Equal(500, await _database.WriteAsync(connection => Count(connection), default));
    }

    private Task<int> ClaimAsync(string name) =>
        _database.WriteAsync(connection => Execute(connection, $"INSERT INTO names VALUES ('x', '{name}', 'x_1', 0)"), default);

    private static int Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    private static long Count(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM names";
        return (long)command.ExecuteScalar()!;
    }
}
