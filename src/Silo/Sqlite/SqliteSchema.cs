using Microsoft.Data.Sqlite;

namespace BenchCluster.Sqlite;

/// <summary>
/// Tables and queries. Those of grain storage are Orleans' contract (its <c>OrleansQuery</c> table, the names and
/// results of its queries); the texts are ours: single statements, so that one that fails leaves no transaction open.
/// </summary>
internal static class SqliteSchema
{
    /// <summary>The version of the schema; one that is newer than this build's is refused.</summary>
    public const int Version = 1;

    private const string Identity =
        "GrainIdHash = @GrainIdHash AND GrainTypeHash = @GrainTypeHash AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1 "
        + "AND GrainTypeString = @GrainTypeString AND ServiceId = @ServiceId "
        + "AND coalesce(GrainIdExtensionString, '') = coalesce(@GrainIdExtensionString, '')";

    private const string Tables = """
        CREATE TABLE IF NOT EXISTS OrleansQuery (QueryKey TEXT PRIMARY KEY, QueryText TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS OrleansStorage (
            GrainIdHash INT NOT NULL, GrainIdN0 BIGINT NOT NULL, GrainIdN1 BIGINT NOT NULL, GrainTypeHash INT NOT NULL,
            GrainTypeString TEXT NOT NULL, GrainIdExtensionString TEXT, ServiceId TEXT NOT NULL,
            PayloadBinary BLOB, ModifiedOn TEXT NOT NULL, Version INT);
        CREATE UNIQUE INDEX IF NOT EXISTS OrleansStorageIdentity ON OrleansStorage (
            GrainIdHash, GrainTypeHash, GrainIdN0, GrainIdN1, GrainTypeString, ServiceId, coalesce(GrainIdExtensionString, ''));
        CREATE TABLE IF NOT EXISTS resources (
            id TEXT PRIMARY KEY, kind TEXT NOT NULL, version INTEGER NOT NULL, name TEXT, status TEXT NOT NULL,
            finished INTEGER NOT NULL, hidden INTEGER NOT NULL, created_ms INTEGER NOT NULL, view TEXT NOT NULL) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS resources_newest ON resources (kind, hidden, created_ms DESC, id DESC);
        CREATE INDEX IF NOT EXISTS resources_name ON resources (kind, name);
        CREATE INDEX IF NOT EXISTS resources_unfinished ON resources (kind, id) WHERE finished = 0;
        CREATE INDEX IF NOT EXISTS resources_benchmark_run ON resources (json_extract(view, '$.benchmark_run_id'), created_ms);
        CREATE TABLE IF NOT EXISTS names (
            kind TEXT NOT NULL, name TEXT NOT NULL, id TEXT NOT NULL, claimed_ms INTEGER NOT NULL,
            PRIMARY KEY (kind, name)) WITHOUT ROWID;
        """;

    private static readonly (string Key, string Text)[] Queries =
    [
        // An update where the version fits, an insert where there is none yet; no row back is a conflict.
        ("WriteToStorageKey", $"""
            INSERT INTO OrleansStorage (GrainIdHash, GrainIdN0, GrainIdN1, GrainTypeHash, GrainTypeString, GrainIdExtensionString, ServiceId, PayloadBinary, ModifiedOn, Version)
            SELECT @GrainIdHash, @GrainIdN0, @GrainIdN1, @GrainTypeHash, @GrainTypeString, @GrainIdExtensionString, @ServiceId, @PayloadBinary, datetime('now'), 1
            WHERE @GrainStateVersion IS NULL OR EXISTS (SELECT 1 FROM OrleansStorage WHERE {Identity} AND Version = @GrainStateVersion)
            ON CONFLICT (GrainIdHash, GrainTypeHash, GrainIdN0, GrainIdN1, GrainTypeString, ServiceId, coalesce(GrainIdExtensionString, ''))
            DO UPDATE SET PayloadBinary = excluded.PayloadBinary, ModifiedOn = excluded.ModifiedOn, Version = OrleansStorage.Version + 1
            WHERE OrleansStorage.Version = @GrainStateVersion
            RETURNING Version AS NewGrainStateVersion
            """),
        ("ReadFromStorageKey", $"SELECT PayloadBinary, Version FROM OrleansStorage WHERE {Identity}"),
        ("ClearStorageKey", $"""
            UPDATE OrleansStorage SET PayloadBinary = NULL, ModifiedOn = datetime('now'), Version = Version + 1
            WHERE {Identity} AND Version = @GrainStateVersion RETURNING Version AS NewGrainStateVersion
            """),
        ("DeleteStorageKey", $"DELETE FROM OrleansStorage WHERE {Identity} AND Version = @GrainStateVersion RETURNING Version + 1 AS NewGrainStateVersion"),
    ];

    /// <summary>Makes what is missing.</summary>
    /// <exception cref="InvalidOperationException">The file was written by a newer version.</exception>
    public static void Apply(SqliteConnection connection, SqliteTransaction transaction)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "PRAGMA user_version";
        var found = Convert.ToInt32(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
        if (found > Version)
        {
            throw new InvalidOperationException(
                $"The database has schema version {found}, newer than the {Version} that this build knows. Use the build that wrote it, or a newer one.");
        }

        command.CommandText = Tables;
        command.ExecuteNonQuery();
        command.CommandText = $"PRAGMA user_version = {Version}";
        command.ExecuteNonQuery();
        command.CommandText = "INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES (@key, @text) ON CONFLICT (QueryKey) DO UPDATE SET QueryText = excluded.QueryText";
        var key = command.Parameters.Add("@key", SqliteType.Text);
        var text = command.Parameters.Add("@text", SqliteType.Text);
        foreach (var query in Queries)
        {
            (key.Value, text.Value) = (query.Key, query.Text);
            command.ExecuteNonQuery();
        }
    }
}
