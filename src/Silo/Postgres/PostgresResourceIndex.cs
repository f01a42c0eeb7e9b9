using System.Runtime.CompilerServices;
using BenchCluster.Index;
using Npgsql;

namespace BenchCluster.Postgres;

/// <summary>The resource index in the cluster's database.</summary>
internal sealed class PostgresResourceIndex(NpgsqlDataSource database, TimeProvider clock) : IResourceIndex
{
    private const int SweepPage = 500;
    private static readonly TimeSpan ClaimLapse = TimeSpan.FromMinutes(1);

    public async Task UpsertAsync(ResourceRow row, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            INSERT INTO resources (id, kind, version, name, status, finished, hidden, created_ms, view)
            VALUES (@id, @kind, @version, @name, @status, @finished, @hidden, @created, @view::json)
            ON CONFLICT (id) DO UPDATE SET version = excluded.version, name = excluded.name, status = excluded.status,
                finished = excluded.finished, hidden = excluded.hidden, view = excluded.view
            WHERE excluded.version >= resources.version
            """);
        command.Parameters.AddText("id", row.Id);
        command.Parameters.AddText("kind", row.Kind);
        command.Parameters.AddWithValue("version", row.Version);
        command.Parameters.AddText("name", row.Name);
        command.Parameters.AddText("status", row.Status);
        command.Parameters.AddWithValue("finished", row.IsFinished);
        command.Parameters.AddWithValue("hidden", row.IsHidden);
        command.Parameters.AddWithValue("created", row.CreatedAt.ToUnixTimeMilliseconds());
        command.Parameters.AddText("view", row.View);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task RemoveAsync(string id, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "WITH named AS (DELETE FROM names WHERE id = @id), at AS (DELETE FROM whereabouts WHERE id = @id) DELETE FROM resources WHERE id = @id");
        command.Parameters.AddText("id", id);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<ResourcePage> ListAsync(ResourceQuery query, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var sql = new PostgresResourceQuery(query);
        long? after = null;
        if (query.StartingAfter is { } cursor)
        {
            after = await CreatedOfAsync(connection, query.Kind, cursor, cancellationToken)
                ?? throw BenchException.Invalid("starting_after", $"there is no resource '{cursor}' of this kind.");
        }

        var views = new List<string>();
        await using (var page = sql.Page(connection, after))
        await using (var reader = await page.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                views.Add(reader.GetString(0));
        }

        var hasMore = views.Count > query.Limit;
        if (hasMore)
            views.RemoveAt(views.Count - 1);
        long? total = null;
        if (query.CountAll)
        {
            await using var count = sql.Count(connection);
            total = (long?)await count.ExecuteScalarAsync(cancellationToken);
        }

        return new ResourcePage(views, hasMore, total);
    }

    public async IAsyncEnumerable<string> ListUnfinishedAsync(
        string kind, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var last = ""; ;)
        {
            var page = await UnfinishedAfterAsync(kind, last, cancellationToken);
            foreach (var id in page)
                yield return id;
            if (page.Count < SweepPage)
                yield break;
            last = page[^1];
        }
    }

    public async Task<bool> TryClaimNameAsync(string kind, string name, string id, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var command = database.CreateCommand("""
            INSERT INTO names (kind, name, id, claimed_ms) VALUES (@kind, @name, @id, @now)
            ON CONFLICT (kind, name) DO UPDATE SET id = excluded.id, claimed_ms = excluded.claimed_ms
            WHERE names.id = excluded.id
                OR (names.claimed_ms < @lapsed
                    AND NOT EXISTS (SELECT 1 FROM resources WHERE resources.id = names.id AND resources.name = names.name))
            RETURNING id
            """);
        command.Parameters.AddText("kind", kind);
        command.Parameters.AddText("name", name);
        command.Parameters.AddText("id", id);
        command.Parameters.AddWithValue("now", now.ToUnixTimeMilliseconds());
        command.Parameters.AddWithValue("lapsed", (now - ClaimLapse).ToUnixTimeMilliseconds());
        return await command.ExecuteScalarAsync(cancellationToken) is string owner && owner == id;
    }

    public async Task ReleaseNameAsync(string kind, string name, string id, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("DELETE FROM names WHERE kind = @kind AND name = @name AND id = @id");
        command.Parameters.AddText("kind", kind);
        command.Parameters.AddText("name", name);
        command.Parameters.AddText("id", id);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<long?> CreatedOfAsync(NpgsqlConnection connection, string kind, string id, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT created_ms FROM resources WHERE id = @id AND kind = @kind", connection);
        command.Parameters.AddText("id", id);
        command.Parameters.AddText("kind", kind);
        return (long?)await command.ExecuteScalarAsync(cancellationToken);
    }

    private async Task<List<string>> UnfinishedAfterAsync(string kind, string last, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "SELECT id FROM resources WHERE kind = @kind AND NOT finished AND id > @last ORDER BY id LIMIT @limit");
        command.Parameters.AddText("kind", kind);
        command.Parameters.AddText("last", last);
        command.Parameters.AddWithValue("limit", SweepPage);
        var ids = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            ids.Add(reader.GetString(0));
        return ids;
    }
}
