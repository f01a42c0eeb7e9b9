using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using BenchCluster.ScenarioRuns;

namespace BenchCluster.Scoring;

/// <summary>
/// The contract's <c>RL_SCORER_CONTEXT</c>: the fields of <c>scorer_params</c> at the top level, and what the scenario
/// and the run are. One too large for an environment variable goes to a file, and the variable carries it cut of its
/// large fields.
/// </summary>
/// <param name="Variable">What the variable carries.</param>
/// <param name="File">What the file carries, when the variable cannot carry all.</param>
internal sealed record ScorerContext(string Variable, string? File)
{
    /// <summary>The largest context that goes into the variable whole, in bytes of UTF-8.</summary>
    public const int LargestVariable = 96 * 1024;

    /// <summary>The variable with the context.</summary>
    public const string VariableName = "RL_SCORER_CONTEXT";

    /// <summary>The variable with the path of the file.</summary>
    public const string FileVariableName = "RL_SCORER_CONTEXT_FILE";

    private const int LargeField = 4 * 1024;

    /// <summary>Deeper than a request may be, because what it holds is put deeper here.</summary>
    private const int Deepest = 128;

    private static readonly JsonSerializerOptions Json = new(WireJson.Options) { MaxDepth = Deepest };

    /// <summary>Makes the context of a run's scorer.</summary>
    public static ScorerContext Of(ScenarioRunRecord run, RawJson? scorerParams, string? workingDirectory)
    {
        var scenario = run.Scenario!;
        var context = scorerParams is { } given && Parse(given.ToString()) is JsonObject fields ? fields : [];
        context["scenario"] = new JsonObject
        {
            ["id"] = scenario.Id,
            ["name"] = scenario.Name,
            ["input_context"] = Parse(JsonSerializer.Serialize(scenario.InputContext, WireJson.Options)),
            ["reference_output"] = scenario.ReferenceOutput,
            ["metadata"] = JsonSerializer.SerializeToNode(scenario.Metadata, WireJson.Options),
            ["working_directory"] = workingDirectory,
        };
        context["run"] = new JsonObject
        {
            ["id"] = run.Id,
            ["name"] = run.Spec!.RunName,
            ["metadata"] = JsonSerializer.SerializeToNode(run.Spec.Metadata ?? new Dictionary<string, string>(), WireJson.Options),
        };
        if (run.AgentResult is { } agent)
        {
            context["agent"] = new JsonObject
            {
                ["exit_status"] = agent.ExitStatus,
                ["timed_out"] = agent.TimedOut,
                ["duration_ms"] = agent.DurationMs,
                ["usage"] = JsonSerializer.SerializeToNode(agent.Usage, WireJson.Options),
            };
        }

        var whole = context.ToJsonString(Json);
        if (Encoding.UTF8.GetByteCount(whole) <= LargestVariable)
            return new ScorerContext(whole, null);
        Cut(context);
        var cut = context.ToJsonString(Json);
        return new ScorerContext(Encoding.UTF8.GetByteCount(cut) <= LargestVariable ? cut : "{}", whole);
    }

    private static JsonNode? Parse(string text)
    {
        using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = Deepest });
        return NodeOf(document.RootElement);
    }

    /// <summary>The node of a value that others wrote: of a name that comes twice the last counts, as for most readers.</summary>
    private static JsonNode? NodeOf(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var node = new JsonObject();
                foreach (var property in element.EnumerateObject())
                    node[property.Name] = NodeOf(property.Value);
                return node;
            case JsonValueKind.Array:
                return new JsonArray([.. element.EnumerateArray().Select(NodeOf)]);
            default:
                return JsonValue.Create(element.Clone());
        }
    }

    private static void Cut(JsonObject node)
    {
        foreach (var (name, value) in node.ToList())
        {
            if (value is JsonObject inner)
                Cut(inner);
            if (value is not null && value.ToJsonString(Json).Length > LargeField)
                node.Remove(name);
        }
    }
}
