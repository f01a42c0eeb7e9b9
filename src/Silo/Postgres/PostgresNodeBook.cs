using System.Collections.Concurrent;
using System.Diagnostics;
using BenchCluster.Nodes;
using Npgsql;

namespace BenchCluster.Postgres;

/// <summary>The book of where things are, in the cluster's database. What was found is remembered for a moment.</summary>
internal sealed class PostgresNodeBook(NpgsqlDataSource database) : INodeBook
{
    private const int MostRemembered = 100_000;
    private static readonly TimeSpan RememberedFor = TimeSpan.FromSeconds(20);
    private readonly ConcurrentDictionary<string, (string Node, long At)> _remembered = new();

    public async Task<string?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (_remembered.TryGetValue(id, out var known) && Stopwatch.GetElapsedTime(known.At) < RememberedFor)
            return known.Node;
        await using var command = database.CreateCommand("SELECT node FROM whereabouts WHERE id = $1");
        command.Parameters.AddWithValue(id);
        var node = (string?)await command.ExecuteScalarAsync(cancellationToken);
        if (node is not null)
            Remember(id, node);
        return node;
    }

    public async Task WriteAsync(string id, string node, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "INSERT INTO whereabouts (id, node) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET node = excluded.node");
        command.Parameters.AddWithValue(id);
        command.Parameters.AddWithValue(node);
        await command.ExecuteNonQueryAsync(cancellationToken);
        Remember(id, node);
    }

    public async Task MarkLeavingAsync(string node, bool isLeaving, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(isLeaving
            ? "INSERT INTO cluster (key, value) VALUES ($1, '') ON CONFLICT (key) DO NOTHING"
            : "DELETE FROM cluster WHERE key = $1");
        command.Parameters.AddWithValue(LeavingKey(node));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<bool> IsLeavingAsync(string node, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT EXISTS (SELECT 1 FROM cluster WHERE key = $1)");
        command.Parameters.AddWithValue(LeavingKey(node));
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static string LeavingKey(string node) => $"leaving:{node}";

    private void Remember(string id, string node)
    {
        if (_remembered.Count >= MostRemembered)
            _remembered.Clear();
        _remembered[id] = (node, Stopwatch.GetTimestamp());
    }
}
