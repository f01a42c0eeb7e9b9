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

    /// <summary>Makes the context of a run's scorer.</summary>
    public static ScorerContext Of(ScenarioRunRecord run, RawJson? scorerParams, string? workingDirectory)
    {
        var scenario = run.Scenario!;
        var context = scorerParams is { } given && JsonNode.Parse(given.ToString()) is JsonObject fields ? fields : [];
        context["scenario"] = new JsonObject
        {
            ["id"] = scenario.Id,
            ["name"] = scenario.Name,
            ["input_context"] = JsonSerializer.SerializeToNode(scenario.InputContext, WireJson.Options),
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
        var whole = context.ToJsonString(WireJson.Options);
        if (Encoding.UTF8.GetByteCount(whole) <= LargestVariable)
            return new ScorerContext(whole, null);
        Cut(context);
        var cut = context.ToJsonString(WireJson.Options);
        return new ScorerContext(Encoding.UTF8.GetByteCount(cut) <= LargestVariable ? cut : "{}", whole);
    }

    private static void Cut(JsonObject node)
    {
        foreach (var (name, value) in node.ToList())
        {
            if (value is JsonObject inner)
                Cut(inner);
            if (value is not null && value.ToJsonString().Length > LargeField)
                node.Remove(name);
        }
    }
}
