using System.Runtime.CompilerServices;
using BenchCluster.Index;

namespace BenchCluster.Sqlite;

/// <summary>The resource index in the embedded database.</summary>
internal sealed class SqliteResourceIndex(SqliteDatabase database, TimeProvider clock) : IResourceIndex
{
    private const int SweepPage = 500;
    private static readonly TimeSpan ClaimLapse = TimeSpan.FromMinutes(1);

    public Task UpsertAsync(ResourceRow row, CancellationToken cancellationToken) => database.WriteAsync(
        connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = """
                INSERT INTO resources (id, kind, version, name, status, finished, hidden, created_ms, view)
                VALUES ($id, $kind, $version, $name, $status, $finished, $hidden, $created, $view)
                ON CONFLICT (id) DO UPDATE SET version = excluded.version, name = excluded.name, status = excluded.status,
                    finished = excluded.finished, hidden = excluded.hidden, view = excluded.view
                WHERE excluded.version >= resources.version
                """;
            command.Parameters.AddWithValue("$id", row.Id);
            command.Parameters.AddWithValue("$kind", row.Kind);
            command.Parameters.AddWithValue("$version", row.Version);
            command.Parameters.AddWithValue("$name", (object?)row.Name ?? DBNull.Value);
            command.Parameters.AddWithValue("$status", row.Status);
            command.Parameters.AddWithValue("$finished", row.IsFinished);
            command.Parameters.AddWithValue("$hidden", row.IsHidden);
            command.Parameters.AddWithValue("$created", row.CreatedAt.ToUnixTimeMilliseconds());
            command.Parameters.AddWithValue("$view", row.View);
            return command.ExecuteNonQuery();
        },
        cancellationToken);

    public Task RemoveAsync(string id, CancellationToken cancellationToken) => database.WriteAsync(
        connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = "DELETE FROM resources WHERE id = $id; DELETE FROM names WHERE id = $id;";
            command.Parameters.AddWithValue("$id", id);
            return command.ExecuteNonQuery();
        },
        cancellationToken);

    public Task<ResourcePage> ListAsync(ResourceQuery query, CancellationToken cancellationToken)
    {
        using var connection = database.Open();
        using var command = SqliteResourceQuery.Build(connection, query);
        var views = new List<string>();
        using (var reader = command.Page.ExecuteReader())
        {
            while (reader.Read())
                views.Add(reader.GetString(0));
        }

        var hasMore = views.Count > query.Limit;
        if (hasMore)
            views.RemoveAt(views.Count - 1);
        var total = query.CountAll ? (long?)command.Count.ExecuteScalar() : null;
        return Task.FromResult(new ResourcePage(views, hasMore, total));
    }

    public async IAsyncEnumerable<string> ListUnfinishedAsync(
        string kind, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var last = "";
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = UnfinishedAfter(kind, last);
            foreach (var id in page)
                yield return id;
            if (page.Count < SweepPage)
                yield break;
            last = page[^1];
            // The sweep shares the thread pool with the grains that it wakes.
            await Task.Yield();
        }
    }

    public Task<bool> TryClaimNameAsync(string kind, string name, string id, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return database.WriteAsync(
            connection =>
            {
                using var command = connection.CreateCommand();
                command.CommandText = """
                    INSERT INTO names (kind, name, id, claimed_ms) VALUES ($kind, $name, $id, $now)
                    ON CONFLICT (kind, name) DO UPDATE SET id = excluded.id, claimed_ms = excluded.claimed_ms
                    WHERE names.id = excluded.id
                        OR (names.claimed_ms < $lapsed
                            AND NOT EXISTS (SELECT 1 FROM resources WHERE resources.id = names.id AND resources.name = names.name))
                    RETURNING id
                    """;
                command.Parameters.AddWithValue("$kind", kind);
                command.Parameters.AddWithValue("$name", name);
                command.Parameters.AddWithValue("$id", id);
                command.Parameters.AddWithValue("$now", now.ToUnixTimeMilliseconds());
                command.Parameters.AddWithValue("$lapsed", (now - ClaimLapse).ToUnixTimeMilliseconds());
                return command.ExecuteScalar() is string owner && owner == id;
            },
            cancellationToken);
    }

    public Task ReleaseNameAsync(string kind, string name, string id, CancellationToken cancellationToken) => database.WriteAsync(
        connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = "DELETE FROM names WHERE kind = $kind AND name = $name AND id = $id";
            command.Parameters.AddWithValue("$kind", kind);
            command.Parameters.AddWithValue("$name", name);
            command.Parameters.AddWithValue("$id", id);
            return command.ExecuteNonQuery();
        },
        cancellationToken);

    private List<string> UnfinishedAfter(string kind, string last)
    {
        using var connection = database.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT id FROM resources WHERE kind = $kind AND finished = 0 AND id > $last ORDER BY id LIMIT $limit";
        command.Parameters.AddWithValue("$kind", kind);
        command.Parameters.AddWithValue("$last", last);
        command.Parameters.AddWithValue("$limit", SweepPage);
        var ids = new List<string>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
            ids.Add(reader.GetString(0));
        return ids;
    }
}
