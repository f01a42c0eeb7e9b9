using BenchCluster.Index;
using BenchCluster.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;

namespace BenchCluster.Postgres;

/// <summary>Registers the cluster's database.</summary>
public static class PostgresStorageExtensions
{
    /// <summary>Orleans' name for PostgreSQL.</summary>
    internal const string Invariant = "Npgsql";

    /// <summary>
    /// Keeps grain state (the default storage) and the resource index in PostgreSQL, whose schema is made and migrated now.
    /// </summary>
    /// <exception cref="InvalidOperationException">The database cannot be reached, or a newer version wrote it.</exception>
    public static ISiloBuilder AddPostgresStorage(this ISiloBuilder silo, PostgresOptions options)
    {
        ArgumentNullException.ThrowIfNull(silo);
        ArgumentNullException.ThrowIfNull(options);
        var database = NpgsqlDataSource.Create(options.ConnectionString);
        PostgresSchema.Apply(database);
        silo.Services.TryAddSingleton(TimeProvider.System);
        // By a factory, so that the silo's services close it with themselves.
        silo.Services.AddSingleton(_ => database);
        silo.Services.AddSingleton<IResourceIndex, PostgresResourceIndex>();
        return silo.AddAdoNetGrainStorageAsDefault(storage =>
        {
            storage.Invariant = Invariant;
            storage.DataSource = database;
            storage.GrainStorageSerializer = new JsonStateSerializer();
        });
    }

    /// <summary>
    /// As <see cref="AddPostgresStorage"/>, and keeps the cluster's membership there. The first silo leaves the
    /// fingerprint of the cluster's keys; one that has other keys would not understand what the others wrote.
    /// </summary>
    /// <exception cref="InvalidOperationException">Also: the database is another cluster's.</exception>
    internal static ISiloBuilder AddPostgresCluster(this ISiloBuilder silo, PostgresOptions options, string clusterId, string fingerprint)
    {
        silo.AddPostgresStorage(options);
        using (var database = NpgsqlDataSource.Create(options.ConnectionString))
        {
            using var command = database.CreateCommand("""
                INSERT INTO cluster (key, value) VALUES ('keys', $1)
                ON CONFLICT (key) DO UPDATE SET value = cluster.value RETURNING value
                """);
            command.Parameters.AddWithValue(fingerprint);
            if (command.ExecuteScalar() is not string found || found != fingerprint)
            {
                throw new InvalidOperationException(
                    $"Bench:Keys: the database belongs to a cluster with other keys than those of cluster '{clusterId}'. Copy the directory with the keys from a silo that runs.");
            }
        }

        return silo.UseAdoNetClustering(membership =>
        {
            membership.Invariant = Invariant;
            membership.ConnectionString = options.ConnectionString;
        });
    }
}
