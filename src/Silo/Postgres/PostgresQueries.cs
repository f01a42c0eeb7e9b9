namespace BenchCluster.Postgres;

/// <summary>
/// The queries that Orleans asks its <c>OrleansQuery</c> table for: names, parameters and results are its contract, the
/// texts are ours. Each is one statement, so that one that fails leaves no transaction open.
/// </summary>
internal static class PostgresQueries
{
    private const string Identity =
        "GrainIdHash = @GrainIdHash AND GrainTypeHash = @GrainTypeHash AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1 "
        + "AND GrainTypeString = @GrainTypeString AND ServiceId = @ServiceId "
        + "AND coalesce(GrainIdExtensionString, '') = coalesce(@GrainIdExtensionString, '')";

    private const string Member = "DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation";

    private const string MemberColumns =
        "m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort, m.SuspectTimes, m.StartTime, m.IAmAliveTime";

    // The table's version moves with every change of a member, or the change is not made.
    private const string NextVersion =
        "UPDATE OrleansMembershipVersionTable SET Timestamp = now(), Version = Version + 1 WHERE DeploymentId = @DeploymentId AND Version = @Version";

    /// <summary>Grain storage.</summary>
    public static IReadOnlyList<(string Key, string Text)> Storage { get; } =
    [
        // An update where the version fits, an insert where there is none yet; no row back is a conflict.
        ("WriteToStorageKey", $"""
            WITH updated AS (
                UPDATE OrleansStorage SET PayloadBinary = @PayloadBinary, ModifiedOn = now(), Version = Version + 1
                WHERE {Identity} AND Version = @GrainStateVersion RETURNING Version),
            inserted AS (
                INSERT INTO OrleansStorage (GrainIdHash, GrainIdN0, GrainIdN1, GrainTypeHash, GrainTypeString, GrainIdExtensionString, ServiceId, PayloadBinary, ModifiedOn, Version)
                SELECT @GrainIdHash, @GrainIdN0, @GrainIdN1, @GrainTypeHash, @GrainTypeString, @GrainIdExtensionString, @ServiceId, @PayloadBinary, now(), 1
                WHERE @GrainStateVersion IS NULL
                ON CONFLICT DO NOTHING RETURNING Version)
            SELECT Version AS NewGrainStateVersion FROM updated UNION ALL SELECT Version FROM inserted
            """),
        ("ReadFromStorageKey", $"SELECT PayloadBinary, Version FROM OrleansStorage WHERE {Identity}"),
        ("ClearStorageKey", $"""
            UPDATE OrleansStorage SET PayloadBinary = NULL, ModifiedOn = now(), Version = Version + 1
            WHERE {Identity} AND Version = @GrainStateVersion RETURNING Version AS NewGrainStateVersion
            """),
        ("DeleteStorageKey", $"DELETE FROM OrleansStorage WHERE {Identity} AND Version = @GrainStateVersion RETURNING Version + 1 AS NewGrainStateVersion"),
    ];

    /// <summary>Membership of the cluster.</summary>
    public static IReadOnlyList<(string Key, string Text)> Membership { get; } =
    [
        ("InsertMembershipVersionKey", """
            WITH inserted AS (
                INSERT INTO OrleansMembershipVersionTable (DeploymentId) VALUES (@DeploymentId) ON CONFLICT DO NOTHING RETURNING 1)
            SELECT count(*)::int FROM inserted
            """),
        ("InsertMembershipKey", $"""
            WITH moved AS ({NextVersion} AND NOT EXISTS (SELECT 1 FROM OrleansMembershipTable WHERE {Member}) RETURNING 1),
            inserted AS (
                INSERT INTO OrleansMembershipTable (DeploymentId, Address, Port, Generation, SiloName, HostName, Status, ProxyPort, StartTime, IAmAliveTime)
                SELECT @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime FROM moved
                ON CONFLICT DO NOTHING RETURNING 1)
            SELECT count(*)::int FROM inserted
            """),
        ("UpdateMembershipKey", $"""
            WITH moved AS ({NextVersion} RETURNING 1),
            updated AS (
                UPDATE OrleansMembershipTable SET Status = @Status, SuspectTimes = @SuspectTimes, IAmAliveTime = @IAmAliveTime
                WHERE {Member} AND EXISTS (SELECT 1 FROM moved) RETURNING 1)
            SELECT count(*)::int FROM updated
            """),
        ("UpdateIAmAlivetimeKey", $"UPDATE OrleansMembershipTable SET IAmAliveTime = @IAmAliveTime WHERE {Member}"),
        ("MembershipReadRowKey", $"""
            SELECT v.DeploymentId, {MemberColumns}, v.Version FROM OrleansMembershipVersionTable v
            LEFT JOIN OrleansMembershipTable m ON m.DeploymentId = v.DeploymentId AND m.Address = @Address AND m.Port = @Port AND m.Generation = @Generation
            WHERE v.DeploymentId = @DeploymentId
            """),
        ("MembershipReadAllKey", $"""
            SELECT v.DeploymentId, {MemberColumns}, v.Version FROM OrleansMembershipVersionTable v
            LEFT JOIN OrleansMembershipTable m ON m.DeploymentId = v.DeploymentId WHERE v.DeploymentId = @DeploymentId
            """),
        ("DeleteMembershipTableEntriesKey", """
            WITH members AS (DELETE FROM OrleansMembershipTable WHERE DeploymentId = @DeploymentId)
            DELETE FROM OrleansMembershipVersionTable WHERE DeploymentId = @DeploymentId
            """),
        ("GatewaysQueryKey", "SELECT Address, ProxyPort, Generation FROM OrleansMembershipTable WHERE DeploymentId = @DeploymentId AND Status = @Status AND ProxyPort > 0"),
        // Status 3 is active: those are never cleaned up.
        ("CleanupDefunctSiloEntriesKey", "DELETE FROM OrleansMembershipTable WHERE DeploymentId = @DeploymentId AND IAmAliveTime < @IAmAliveTime AND Status <> 3"),
    ];
}
