using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace BenchCluster.Sqlite;

/// <summary>
/// The embedded database as a data source: every connection gets the pragmas that hold per connection, and one writer
/// at a time gets through, because connections that fight over SQLite's one write lock stall the thread pool.
/// </summary>
internal sealed class SqliteDatabase : DbDataSource
{
    /// <summary>How long a connection waits for the lock of another process.</summary>
    private const int BusyTimeoutMilliseconds = 10_000;

    private readonly SqliteConnectionStringBuilder _connection;

    private readonly WriteQueue _writes;

    public SqliteDatabase(SqliteOptions options)
    {
        _connection = new SqliteConnectionStringBuilder
        {
            DataSource = options.Path,
            Mode = SqliteOpenMode.ReadWriteCreate,
            Pooling = true,
            DefaultTimeout = BusyTimeoutMilliseconds / 1000,
        };
        _writes = new WriteQueue(this);
    }

    public override string ConnectionString => _connection.ToString();

    /// <summary>Held while writing.</summary>
    public SemaphoreSlim WriteGate { get; } = new(1, 1);

    /// <summary>Opens a connection to use and dispose.</summary>
    public SqliteConnection Open()
    {
        var connection = new SqliteConnection(ConnectionString);
        connection.Open();
        Prepare(connection);
        return connection;
    }

    /// <summary>Sets what SQLite forgets with each connection.</summary>
    public static void Prepare(SqliteConnection connection)
    {
        using var pragmas = connection.CreateCommand();
        // NORMAL in WAL mode: a killed process loses nothing, a power cut may lose the last moments; see docs/decisions.
        pragmas.CommandText = $"PRAGMA busy_timeout={BusyTimeoutMilliseconds}; PRAGMA synchronous=NORMAL;";
        pragmas.ExecuteNonQuery();
    }

    /// <summary>Runs a writing statement in its turn, in one transaction with others that wait for theirs.</summary>
    public Task<T> WriteAsync<T>(Func<SqliteConnection, T> write, CancellationToken cancellationToken) =>
        _writes.AddAsync(write, cancellationToken);

    /// <summary>Makes the schema; doing it again changes nothing.</summary>
    public void CreateSchema()
    {
        using var connection = Open();
        using (var mode = connection.CreateCommand())
        {
            mode.CommandText = "PRAGMA journal_mode=WAL;";
            mode.ExecuteNonQuery();
        }

        using var transaction = connection.BeginTransaction();
        SqliteSchema.Apply(connection, transaction);
        transaction.Commit();
    }

    protected override DbConnection CreateDbConnection() => new QueuedConnection(this);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Close();
        base.Dispose(disposing);
    }

    protected override ValueTask DisposeAsyncCore()
    {
        Close();
        return base.DisposeAsyncCore();
    }

    /// <summary>Closes the pooled connections; with the last one SQLite puts its log into the file.</summary>
    private void Close()
    {
        using var connection = new SqliteConnection(ConnectionString);
        SqliteConnection.ClearPool(connection);
        WriteGate.Dispose();
    }
}
