using BenchCluster.Index;
using BenchCluster.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace BenchCluster.Sqlite;

/// <summary>Registers the embedded database.</summary>
public static class SqliteStorageExtensions
{
    /// <summary>
    /// Keeps grain state (the default storage) and the resource index in an SQLite file, whose schema is made now.
    /// </summary>
    /// <exception cref="InvalidOperationException">The file was written by a newer version.</exception>
    public static ISiloBuilder AddSqliteStorage(this ISiloBuilder silo, SqliteOptions options)
    {
        ArgumentNullException.ThrowIfNull(silo);
        var database = new SqliteDatabase(options);
        database.CreateSchema();
        silo.Services.TryAddSingleton(TimeProvider.System);
        // By a factory, so that the silo's services close it with themselves.
        silo.Services.AddSingleton(_ => database);
        silo.Services.AddSingleton<IResourceIndex, SqliteResourceIndex>();
        return silo.AddAdoNetGrainStorageAsDefault(storage =>
        {
            // Orleans' name for SQLite; it loads Microsoft.Data.Sqlite.
            storage.Invariant = "System.Data.SQLite";
            storage.DataSource = database;
            storage.GrainStorageSerializer = new JsonStateSerializer();
        });
    }
}
