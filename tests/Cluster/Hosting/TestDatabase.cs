using Microsoft.Data.Sqlite;

namespace BenchCluster.Tests.Hosting;

/// <summary>A test's hand in the database of its node, beside the silo.</summary>
internal sealed class TestDatabase(string path)
{
    /// <summary>Runs a statement.</summary>
    public void Execute(string sql, params (string Name, object Value)[] parameters)
    {
        using var connection = Open();
        using var command = Command(connection, sql, parameters);
        command.ExecuteNonQuery();
    }

    /// <summary>The first column of the rows of a query.</summary>
    public IReadOnlyList<object> Select(string sql, params (string Name, object Value)[] parameters)
    {
        using var connection = Open();
        using var command = Command(connection, sql, parameters);
        using var reader = command.ExecuteReader();
        var values = new List<object>();
        while (reader.Read())
            values.Add(reader.GetValue(0));
        return values;
    }

    /// <summary>Makes every write of a resource's state fail, until disposed.</summary>
    public IDisposable FailStates(string id) => Fail("OrleansStorage", "GrainIdExtensionString", id);

    /// <summary>Makes every write of a row of the index of a kind fail, until disposed.</summary>
    public IDisposable FailRows(string kind) => Fail("resources", "kind", kind);

    /// <summary>Has the database to itself for writing, until disposed.</summary>
    public IDisposable Lock()
    {
        var connection = Open();
        var transaction = connection.BeginTransaction(System.Data.IsolationLevel.Serializable, deferred: false);
        return new Ending(() =>
        {
            transaction.Dispose();
            connection.Dispose();
        });
    }

    private Ending Fail(string table, string column, string value)
    {
        var name = $"fail_{table}_{value}";
        foreach (var write in (string[])["INSERT", "UPDATE"])
            Execute($"CREATE TRIGGER {name}_{write} BEFORE {write} ON {table} WHEN NEW.{column} = '{value}' BEGIN SELECT RAISE(ABORT, 'the test wants it so'); END");
        return new Ending(() =>
        {
            Execute($"DROP TRIGGER {name}_INSERT");
            Execute($"DROP TRIGGER {name}_UPDATE");
        });
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, (string Name, object Value)[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value);
        return command;
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=False;Default Timeout=30");
        connection.Open();
        return connection;
    }

    private sealed class Ending(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
