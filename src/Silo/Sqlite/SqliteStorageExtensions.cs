using BenchCluster.Index;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Storage;

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

    /// <summary>Writes states as <see cref="StorageJson"/> says.</summary>
    private sealed class JsonStateSerializer : IGrainStorageSerializer
    {
        public BinaryData Serialize<T>(T? input) =>
            new(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(input, StorageJson.Options));

        public T Deserialize<T>(BinaryData input) => input.ToObjectFromJson<T>(StorageJson.Options)!;
    }
}
