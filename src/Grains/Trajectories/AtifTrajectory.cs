using System.Text.Json;
using BenchCluster.ScenarioRuns;

namespace BenchCluster.Trajectories;

/// <summary>
/// Reads usage from a trajectory in Harbor's interchange format (ATIF): <c>final_metrics</c> where there are any, else the
/// sum of the steps' <c>metrics</c>. Pure.
/// </summary>
internal static class AtifTrajectory
{
    /// <summary>Where Harbor's agents leave it.</summary>
    public const string Path = "/logs/agent/trajectory.json";

    /// <summary>The usage; null when the text is no trajectory, or says nothing of it.</summary>
    public static AgentUsage? Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            if (root.ValueKind is not JsonValueKind.Object)
                return null;
            var steps = root.Array("steps");
            var total = root.Object("final_metrics");
            var usage = new AgentUsage
            {
                InputTokens = total.Whole("total_prompt_tokens") ?? Sum(steps, "prompt_tokens"),
                CachedTokens = total.Whole("total_cached_tokens") ?? Sum(steps, "cached_tokens"),
                OutputTokens = total.Whole("total_completion_tokens") ?? Sum(steps, "completion_tokens"),
                CostUsd = total.Number("total_cost_usd") ?? Cost(steps),
                Steps = (int?)total.Whole("total_steps") ?? (steps.Count > 0 ? steps.Count : null),
                Source = "trajectory.json",
            };
            return usage is { InputTokens: null, OutputTokens: null, CostUsd: null, Steps: null } ? null : usage;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static long? Sum(IReadOnlyList<JsonElement> steps, string field)
    {
        var values = steps.Select(step => step.Object("metrics").Whole(field)).OfType<long>().ToList();
        return values.Count > 0 ? values.Sum() : null;
    }

    private static double? Cost(IReadOnlyList<JsonElement> steps)
    {
        var values = steps.Select(step => step.Object("metrics").Number("cost_usd")).OfType<double>().ToList();
        return values.Count > 0 ? values.Sum() : null;
    }
}
