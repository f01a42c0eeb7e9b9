using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace BenchCluster.Sqlite;

/// <summary>A command of a <see cref="QueuedConnection"/>: one statement, whose rows are few and are read at once.</summary>
internal sealed class QueuedCommand(QueuedConnection connection) : DbCommand
{
    /// <summary>Only the parameters' container; it is never executed.</summary>
    private readonly SqliteCommand _statement = new();

    [AllowNull]
    public override string CommandText { get => _statement.CommandText; set => _statement.CommandText = value; }

    public override int CommandTimeout { get => _statement.CommandTimeout; set => _statement.CommandTimeout = value; }

    public override CommandType CommandType { get => _statement.CommandType; set => _statement.CommandType = value; }

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource { get; set; }

    protected override DbConnection? DbConnection { get; set; } = connection;

    protected override DbParameterCollection DbParameterCollection => _statement.Parameters;

    protected override DbTransaction? DbTransaction { get; set; }

    public override void Cancel()
    {
    }

    public override void Prepare()
    {
    }

    public override int ExecuteNonQuery() => ExecuteNonQueryAsync(CancellationToken.None).GetAwaiter().GetResult();

    public override object? ExecuteScalar() => throw new NotSupportedException();

    public override Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken) =>
        RunAsync(command => command.ExecuteNonQuery(), cancellationToken);

    protected override DbParameter CreateDbParameter() => new SqliteParameter();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) =>
        ExecuteDbDataReaderAsync(behavior, CancellationToken.None).GetAwaiter().GetResult();

    protected override async Task<DbDataReader> ExecuteDbDataReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken) =>
        (await RunAsync(Rows, cancellationToken).ConfigureAwait(false)).CreateDataReader();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _statement.Dispose();
        base.Dispose(disposing);
    }

    private Task<T> RunAsync<T>(Func<SqliteCommand, T> run, CancellationToken cancellationToken)
    {
        var text = CommandText;
        var parameters = _statement.Parameters.Cast<SqliteParameter>().Select(parameter => (parameter.ParameterName, parameter.Value)).ToList();
        return connection.Queue.WriteAsync(
            open =>
            {
                using var command = open.CreateCommand();
                command.CommandText = text;
                foreach (var (name, value) in parameters)
                    command.Parameters.AddWithValue(name, value ?? DBNull.Value);
                return run(command);
            },
            cancellationToken);
    }

    private static DataTable Rows(SqliteCommand command)
    {
        using var reader = command.ExecuteReader();
        var table = new DataTable();
        for (var i = 0; i < reader.FieldCount; i++)
            table.Columns.Add(reader.GetName(i), typeof(object));
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            table.Rows.Add(row);
        }

        return table;
    }
}
