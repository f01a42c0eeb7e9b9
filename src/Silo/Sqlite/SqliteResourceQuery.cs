using System.Text;
using BenchCluster.Index;
using Microsoft.Data.Sqlite;

namespace BenchCluster.Sqlite;

/// <summary>Turns a query of the index into SQL. Values are always parameters; field names are checked.</summary>
internal sealed class SqliteResourceQuery : IDisposable
{
    private readonly StringBuilder _where = new("kind = $kind AND hidden = 0");
    private readonly List<(string Name, object Value)> _parameters = [];

    private SqliteResourceQuery(SqliteConnection connection) =>
        (Page, Count) = (connection.CreateCommand(), connection.CreateCommand());

    /// <summary>Selects the views of the page, and one row more where there is one.</summary>
    public SqliteCommand Page { get; }

    /// <summary>Counts all rows that match.</summary>
    public SqliteCommand Count { get; }

    /// <summary>Builds both commands.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.InvalidField"/>: nothing of the kind has the cursor's id.</exception>
    public static SqliteResourceQuery Build(SqliteConnection connection, ResourceQuery query)
    {
        var built = new SqliteResourceQuery(connection);
        built.Filter(query);
        built.Finish(connection, query);
        return built;
    }

    public void Dispose()
    {
        Page.Dispose();
        Count.Dispose();
    }

    private void Filter(ResourceQuery query)
    {
        _parameters.Add(("$kind", query.Kind));
        if (query.Status is { } status)
            And("status = $status", "$status", status);
        if (query.Name is { } name)
            And("name = $name", "$name", name);
        if (query.NameContains is { } part)
            And("instr(lower(name), lower($part)) > 0", "$part", part);
        if (query.NamePrefix is { } prefix)
            And("substr(name, 1, length($prefix)) = $prefix", "$prefix", prefix);
        if (query.Search is { } search)
            And("(instr(lower(id), lower($search)) > 0 OR instr(lower(name), lower($search)) > 0)", "$search", search);
        if (query.Ids is { } ids)
            And("id IN (SELECT value FROM json_each($ids))", "$ids", System.Text.Json.JsonSerializer.Serialize(ids));
        foreach (var (field, value) in query.Fields)
        {
            if (field.Length == 0 || field.AsSpan().IndexOfAnyExceptInRange('_', 'z') >= 0)
                throw new ArgumentException($"'{field}' is no field of a view.", nameof(query));
            And($"json_extract(view, '$.{field}') = $field_{field}", $"$field_{field}", value);
        }

        foreach (var (key, values) in query.Metadata)
        {
            var number = _parameters.Count;
            _parameters.Add(($"$key{number}", key));
            And(
                $"EXISTS (SELECT 1 FROM json_each(view, '$.metadata') AS label WHERE label.key = $key{number} AND label.value IN (SELECT value FROM json_each($values{number})))",
                $"$values{number}",
                System.Text.Json.JsonSerializer.Serialize(values));
        }
    }

    private void Finish(SqliteConnection connection, ResourceQuery query)
    {
        Count.CommandText = $"SELECT count(*) FROM resources WHERE {_where}";
        AddParameters(Count);
        if (query.StartingAfter is { } after)
        {
            var created = CreatedOf(connection, query.Kind, after)
                ?? throw BenchException.Invalid("starting_after", $"there is no resource '{after}' of this kind.");
            And("(created_ms, id) < ($created, $after)", "$after", after);
            _parameters.Add(("$created", created));
        }

        Page.CommandText = $"SELECT view FROM resources WHERE {_where} ORDER BY created_ms DESC, id DESC LIMIT $limit";
        _parameters.Add(("$limit", query.Limit + 1));
        AddParameters(Page);
    }

    private static long? CreatedOf(SqliteConnection connection, string kind, string id)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT created_ms FROM resources WHERE id = $id AND kind = $kind";
        command.Parameters.AddWithValue("$id", id);
        command.Parameters.AddWithValue("$kind", kind);
        return (long?)command.ExecuteScalar();
    }

    private void And(string condition, string parameter, object value)
    {
        _where.Append(" AND ").Append(condition);
        _parameters.Add((parameter, value));
    }

    private void AddParameters(SqliteCommand command)
    {
        foreach (var (name, value) in _parameters)
            command.Parameters.AddWithValue(name, value);
    }
}
