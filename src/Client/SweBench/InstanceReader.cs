using System.Text.Json;
using System.Text.Json.Nodes;
using BenchCluster.Resources;
using BenchCluster.Scoring;

namespace BenchCluster.Client.SweBench;

/// <summary>Reads a row; the first field that is wrong is what is said of it.</summary>
internal static class InstanceReader
{
    private const string ParserPrefix = "parse_log_";

    /// <summary>The instance, or why there is none.</summary>
    /// <param name="number">The row's, from 1: what it is called without an id.</param>
    public static (SweBenchInstance? Instance, InstanceProblem? Problem) Read(JsonObject row, int number)
    {
        var id = row["instance_id"] is JsonValue value && value.TryGetValue<string>(out var name) && !string.IsNullOrWhiteSpace(name) ? name : null;
        try
        {
            return (Read(row, id ?? throw new FieldException("instance_id", "is required")), null);
        }
        catch (FieldException wrong)
        {
            return (null, new InstanceProblem(id ?? $"row {number}", wrong.Field, wrong.Message));
        }
    }

    private static SweBenchInstance Read(JsonObject row, string id)
    {
        var config = Nested(row, "install_config");
        return new SweBenchInstance
        {
            Id = id,
            Repo = Required(row, "repo"),
            BaseCommit = Commit(row),
            ProblemStatement = Required(row, "problem_statement"),
            Patch = Diff(row, "patch"),
            TestPatch = Diff(row, "test_patch"),
            FailToPass = Tests(row, "FAIL_TO_PASS") is { Count: > 0 } tests ? tests : throw new FieldException("FAIL_TO_PASS", "must name at least one test"),
            PassToPass = Tests(row, "PASS_TO_PASS"),
            Version = Text(row, "version"),
            EnvironmentSetupCommit = Text(row, "environment_setup_commit"),
            Hints = Text(row, "hints_text"),
            CreatedAt = Text(row, "created_at"),
            Image = Text(row, "image_name") ?? Text(row, "docker_image"),
            TestCommand = Command(row, "test_cmd") ?? (config is null ? null : Command(config, "test_cmd")),
            LogFormat = Format(row) ?? (config is null ? null : Format(config)),
        };
    }

    private static string? Text(JsonObject row, string field) => row[field] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => string.IsNullOrWhiteSpace(text) ? null : text,
        JsonValue value when value.GetValueKind() is JsonValueKind.Number => value.ToString(),
        JsonValue value when value.TryGetValue<DateTime>(out var time) => time.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        _ => throw new FieldException(field, "expected a text"),
    };

    private static string Required(JsonObject row, string field) => Text(row, field) ?? throw new FieldException(field, "is required");

    private static string Diff(JsonObject row, string field)
    {
        var diff = Required(row, field);
        return GitDiff.IsDiff(diff) && GitDiff.PathsOf(diff).Count > 0 ? diff : throw new FieldException(field, "is no git diff");
    }

    private static string Commit(JsonObject row)
    {
        var commit = Required(row, "base_commit").ToLowerInvariant();
        return commit.Length is 40 or 64 && commit.All(char.IsAsciiHexDigit)
            ? commit
            : throw new FieldException("base_commit", $"must be the full id of a commit, found '{commit}'");
    }

    /// <summary>A list of tests, or a list as a JSON text.</summary>
    private static IReadOnlyList<string> Tests(JsonObject row, string field)
    {
        var given = row[field];
        if (given is JsonValue value && value.TryGetValue<string>(out var text))
        {
            try
            {
                given = string.IsNullOrWhiteSpace(text) ? null : JsonNode.Parse(text);
            }
            catch (JsonException)
            {
                throw new FieldException(field, "expected a list, or a list as a JSON text");
            }
        }

        return given switch
        {
            null => [],
            JsonArray list when list.All(item => item is JsonValue one && one.TryGetValue<string>(out var test) && !string.IsNullOrWhiteSpace(test)) =>
                [.. list.Select(item => item!.GetValue<string>())],
            _ => throw new FieldException(field, "expected a list of the names of tests"),
        };
    }

    /// <summary>A command, or a list of commands that are run one after the other.</summary>
    private static string? Command(JsonObject row, string field) => row[field] switch
    {
        JsonArray list when list.All(item => item is JsonValue one && one.TryGetValue<string>(out _)) =>
            list.Count == 0 ? null : string.Join('\n', list.Select(item => item!.GetValue<string>())),
        _ => Text(row, field),
    };

    private static TestLogFormat? Format(JsonObject row)
    {
        if (Text(row, "log_parser") is not { } name)
            return null;
        var plain = name.StartsWith(ParserPrefix, StringComparison.Ordinal) ? name[ParserPrefix.Length..] : name;
        foreach (var format in Enum.GetValues<TestLogFormat>())
        {
            if (WireJson.NameOf(format) == plain)
                return format;
        }

        throw new FieldException("log_parser", $"'{name}' is not known; expected one of {string.Join(", ", Enum.GetValues<TestLogFormat>().Select(WireJson.NameOf))}");
    }

    /// <summary>An object, or one as a JSON text.</summary>
    private static JsonObject? Nested(JsonObject row, string field)
    {
        if (row[field] is JsonObject nested)
            return nested;
        if (row[field] is not JsonValue value || !value.TryGetValue<string>(out var text) || string.IsNullOrWhiteSpace(text))
            return null;
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            throw new FieldException(field, "expected an object, or an object as a JSON text");
        }
    }

    private sealed class FieldException(string field, string reason) : Exception(reason)
    {
        public string Field { get; } = field;
    }
}
