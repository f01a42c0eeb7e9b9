using System.Text;
using BenchCluster.Index;
using Npgsql;

namespace BenchCluster.Postgres;

/// <summary>Turns a query of the index into SQL. Values are always parameters; field names are checked.</summary>
internal sealed class PostgresResourceQuery
{
    private readonly ResourceQuery _query;
    private readonly StringBuilder _where = new("kind = @kind AND NOT hidden");
    private readonly List<(string Name, object Value)> _parameters = [];

    /// <summary>Reads the query's filters.</summary>
    public PostgresResourceQuery(ResourceQuery query)
    {
        _query = query;
        _parameters.Add(("kind", query.Kind));
        if (query.Status is { } status)
            And("status = @status", "status", status);
        if (query.Name is { } name)
            And("name = @name", "name", name);
        if (query.NameContains is { } part)
            And("strpos(lower(name), lower(@part)) > 0", "part", part);
        if (query.NamePrefix is { } prefix)
            And("starts_with(name, @prefix)", "prefix", prefix);
        if (query.Search is { } search)
            And("(strpos(lower(id), lower(@search)) > 0 OR strpos(lower(name), lower(@search)) > 0)", "search", search);
        if (query.Ids is { } ids)
            And("id = ANY(@ids)", "ids", ids.Select(PostgresText.Of).ToArray());
        foreach (var (field, value) in query.Fields)
        {
            if (field.Length == 0 || field.AsSpan().IndexOfAnyExceptInRange('_', 'z') >= 0)
                throw new ArgumentException($"'{field}' is no field of a view.", nameof(query));
            And($"view ->> '{field}' = @field_{field}", $"field_{field}", value);
        }

        foreach (var (key, values) in query.Metadata)
        {
            var number = _parameters.Count;
            _parameters.Add(($"key{number}", key));
            And($"view -> 'metadata' ->> @key{number} = ANY(@values{number})", $"values{number}", values.Select(PostgresText.Of).ToArray());
        }
    }

    /// <summary>Selects the views of the page, and one row more where there is one.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="createdOfCursor">When the resource was created after which the page starts, if it starts after one.</param>
    public NpgsqlCommand Page(NpgsqlConnection connection, long? createdOfCursor)
    {
        var after = createdOfCursor is null ? "" : " AND (created_ms, id) < (@created, @after)";
        var command = Command(connection, $"SELECT view::text FROM resources WHERE {_where}{after} ORDER BY created_ms DESC, id DESC LIMIT @limit");
        command.Parameters.AddWithValue("limit", _query.Limit + 1);
        if (createdOfCursor is { } created)
        {
            command.Parameters.AddWithValue("created", created);
            command.Parameters.AddText("after", _query.StartingAfter);
        }

        return command;
    }

    /// <summary>Counts all rows that match.</summary>
    public NpgsqlCommand Count(NpgsqlConnection connection) => Command(connection, $"SELECT count(*) FROM resources WHERE {_where}");

    private NpgsqlCommand Command(NpgsqlConnection connection, string sql)
    {
        // Made of constants and checked names only.
        var command = new NpgsqlCommand(sql, connection);
        foreach (var (name, value) in _parameters)
        {
            if (value is string text)
                command.Parameters.AddText(name, text);
            else
                command.Parameters.AddWithValue(name, value);
        }

        return command;
    }

    private void And(string condition, string parameter, object value)
    {
        _where.Append(" AND ").Append(condition);
        _parameters.Add((parameter, value));
    }
}
