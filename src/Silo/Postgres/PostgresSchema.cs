using Npgsql;

namespace BenchCluster.Postgres;

/// <summary>
/// Makes and migrates the tables. Silos that start at once wait for each other (an advisory lock that ends with the
/// transaction), so that each step is done once, and wholly or not at all.
/// </summary>
internal static class PostgresSchema
{
    /// <summary>The version of the schema; one that is newer than this build's is refused.</summary>
    public static int Version => Migrations.Length;

    /// <summary>Ours alone among the locks of the database: "bench" in ASCII.</summary>
    private const long MigrationLock = 0x62656e6368;

    private static readonly string[] Migrations =
    [
        // 1: Orleans' own tables (its contract), the resource index, and where things are.
        """
        CREATE TABLE OrleansQuery (QueryKey text PRIMARY KEY, QueryText text NOT NULL);
        CREATE TABLE OrleansStorage (
            GrainIdHash int NOT NULL, GrainIdN0 bigint NOT NULL, GrainIdN1 bigint NOT NULL, GrainTypeHash int NOT NULL,
            GrainTypeString text COLLATE "C" NOT NULL, GrainIdExtensionString text COLLATE "C", ServiceId text COLLATE "C" NOT NULL,
            PayloadBinary bytea, ModifiedOn timestamptz NOT NULL, Version int);
        CREATE UNIQUE INDEX OrleansStorageIdentity ON OrleansStorage (
            GrainIdHash, GrainTypeHash, GrainIdN0, GrainIdN1, GrainTypeString, ServiceId, (coalesce(GrainIdExtensionString, '')));
        CREATE TABLE OrleansMembershipVersionTable (
            DeploymentId text PRIMARY KEY, Timestamp timestamptz NOT NULL DEFAULT now(), Version int NOT NULL DEFAULT 0);
        CREATE TABLE OrleansMembershipTable (
            DeploymentId text NOT NULL REFERENCES OrleansMembershipVersionTable, Address text NOT NULL, Port int NOT NULL,
            Generation int NOT NULL, SiloName text NOT NULL, HostName text NOT NULL, Status int NOT NULL, ProxyPort int,
            SuspectTimes text, StartTime timestamptz NOT NULL, IAmAliveTime timestamptz NOT NULL,
            PRIMARY KEY (DeploymentId, Address, Port, Generation));
        CREATE TABLE resources (
            id text COLLATE "C" PRIMARY KEY, kind text NOT NULL, version bigint NOT NULL, name text, status text NOT NULL,
            finished boolean NOT NULL, hidden boolean NOT NULL, created_ms bigint NOT NULL, view json NOT NULL);
        CREATE INDEX resources_newest ON resources (kind, hidden, created_ms DESC, id DESC);
        CREATE INDEX resources_name ON resources (kind, name);
        CREATE INDEX resources_unfinished ON resources (kind, id) WHERE NOT finished;
        CREATE INDEX resources_benchmark_run ON resources ((view ->> 'benchmark_run_id'), created_ms);
        CREATE TABLE names (
            kind text NOT NULL, name text NOT NULL, id text NOT NULL, claimed_ms bigint NOT NULL, PRIMARY KEY (kind, name));
        CREATE TABLE whereabouts (id text COLLATE "C" PRIMARY KEY, node text NOT NULL);
        CREATE INDEX whereabouts_node ON whereabouts (node);
        CREATE TABLE cluster (key text PRIMARY KEY, value text NOT NULL);
        """,
    ];

    /// <summary>Makes what is missing; doing it again changes nothing.</summary>
    /// <exception cref="InvalidOperationException">The database cannot be reached, or a newer version wrote it.</exception>
    public static void Apply(NpgsqlDataSource database)
    {
        try
        {
            using var connection = database.OpenConnection();
            using var transaction = connection.BeginTransaction();
            Execute(connection, $"SELECT pg_advisory_xact_lock({MigrationLock})");
            Execute(connection, "CREATE TABLE IF NOT EXISTS bench_schema (version int NOT NULL)");
            var found = FoundVersion(connection);
            if (found > Version)
            {
                throw new InvalidOperationException(
                    $"The database has schema version {found}, newer than the {Version} that this build knows. Use the build that wrote it, or a newer one.");
            }

            for (var next = found; next < Version; next++)
                Execute(connection, Migrations[next]);
            Execute(connection, $"DELETE FROM bench_schema; INSERT INTO bench_schema VALUES ({Version})");
            SaveQueries(connection);
            transaction.Commit();
        }
        catch (NpgsqlException e)
        {
            throw new InvalidOperationException($"Bench:Postgres: the database cannot be used: {e.Message}", e);
        }
    }

    private static int FoundVersion(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand("SELECT coalesce(max(version), 0) FROM bench_schema", connection);
        return (int)command.ExecuteScalar()!;
    }

    private static void SaveQueries(NpgsqlConnection connection)
    {
        foreach (var (key, text) in PostgresQueries.Storage.Concat(PostgresQueries.Membership))
        {
            using var command = new NpgsqlCommand(
                "INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ($1, $2) ON CONFLICT (QueryKey) DO UPDATE SET QueryText = excluded.QueryText",
                connection);
            command.Parameters.AddWithValue(key);
            command.Parameters.AddWithValue(text);
            command.ExecuteNonQuery();
        }
    }

    private static void Execute(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
