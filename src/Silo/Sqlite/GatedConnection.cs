using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace BenchCluster.Sqlite;

/// <summary>
/// What grain storage opens: it waits for its turn asynchronously before it opens, and keeps the turn until it is
/// closed. SQLite's driver does everything synchronously, so the turn is short and the wait is the only wait.
/// </summary>
internal sealed class GatedConnection(SqliteDatabase database) : DbConnection
{
    private SqliteConnection? _inner;

    [AllowNull]
    public override string ConnectionString
    {
        get => database.ConnectionString;
        set => throw new NotSupportedException("The data source says where the database is.");
    }

    public override string Database => Inner.Database;

    public override string DataSource => Inner.DataSource;

    public override string ServerVersion => Inner.ServerVersion;

    public override ConnectionState State => _inner?.State ?? ConnectionState.Closed;

    private SqliteConnection Inner => _inner ?? throw new InvalidOperationException("The connection is closed.");

    public override void Open()
    {
        database.WriteGate.Wait();
        OpenInTurn();
    }

    public override async Task OpenAsync(CancellationToken cancellationToken)
    {
        await database.WriteGate.WaitAsync(cancellationToken);
        OpenInTurn();
    }

    public override void Close()
    {
        if (Interlocked.Exchange(ref _inner, null) is not { } inner)
            return;
        inner.Dispose();
        database.WriteGate.Release();
    }

    public override void ChangeDatabase(string databaseName) => Inner.ChangeDatabase(databaseName);

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => Inner.BeginTransaction(isolationLevel);

    protected override DbCommand CreateDbCommand() => Inner.CreateCommand();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Close();
        base.Dispose(disposing);
    }

    private void OpenInTurn()
    {
        try
        {
            _inner = database.Open();
        }
        catch
        {
            database.WriteGate.Release();
            throw;
        }
    }
}
