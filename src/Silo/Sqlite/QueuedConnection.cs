using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace BenchCluster.Sqlite;

/// <summary>
/// What grain storage opens, by its type SQLite's: it opens nothing. Each of its commands goes through the queue of
/// writes, so that the states of grains that are saved at once are saved in one transaction.
/// </summary>
internal sealed class QueuedConnection(SqliteDatabase database) : SqliteConnection(database.ConnectionString)
{
    private ConnectionState _state = ConnectionState.Closed;

    /// <summary>The database.</summary>
    public SqliteDatabase Queue => database;

    public override ConnectionState State => _state;

    public override void Open() => _state = ConnectionState.Open;

    public override Task OpenAsync(CancellationToken cancellationToken)
    {
        Open();
        return Task.CompletedTask;
    }

    public override void Close() => _state = ConnectionState.Closed;

    protected override DbCommand CreateDbCommand() => new QueuedCommand(this);
}
