using System.Text.Json;
using BenchCluster.ScenarioRuns;

namespace BenchCluster.Trajectories;

/// <summary>
/// Reads usage from what an agent printed as a stream of JSON events, one a line: Claude Code's <c>result</c>, Codex's
/// <c>turn.completed</c>, OpenCode's <c>step_finish</c>, and Gemini's <c>result</c> or single object with <c>stats</c>.
/// Only the end of the output is kept, so that sums over a very long one may lack its beginning. Pure.
/// </summary>
internal static class EventStream
{
    /// <summary>The usage; null when there is no such event.</summary>
    public static AgentUsage? Read(string output)
    {
        AgentUsage? usage = null;
        foreach (var line in output.Split('\n'))
        {
            if (Parse(line) is not { } document)
                continue;
            using (document)
                usage = After(usage, document.RootElement);
        }

        return usage ?? ReadWhole(output);
    }

    private static AgentUsage? After(AgentUsage? usage, JsonElement happened) => happened.Text("type") switch
    {
        "result" when happened.Object("usage").ValueKind is JsonValueKind.Object => Claude(happened),
        "result" or null when happened.Object("stats").ValueKind is JsonValueKind.Object => Gemini(happened.Object("stats")) ?? usage,
        "turn.completed" => Add(usage, Codex(happened.Object("usage"))),
        "step_finish" => Add(usage, OpenCode(happened.Object("part"))),
        _ => usage,
    };

    private static AgentUsage Claude(JsonElement result)
    {
        var usage = result.Object("usage");
        var cached = usage.Whole("cache_read_input_tokens");
        return new AgentUsage
        {
            InputTokens = usage.Whole("input_tokens") + (cached ?? 0) + (usage.Whole("cache_creation_input_tokens") ?? 0),
            CachedTokens = cached,
            OutputTokens = usage.Whole("output_tokens"),
            CostUsd = result.Number("total_cost_usd"),
            Steps = (int?)result.Whole("num_turns"),
            Source = "stdout",
        };
    }

    private static AgentUsage Codex(JsonElement usage) => new()
    {
        InputTokens = usage.Whole("input_tokens"),
        CachedTokens = usage.Whole("cached_input_tokens"),
        OutputTokens = usage.Whole("output_tokens"),
        Steps = 1,
        Source = "stdout",
    };

    private static AgentUsage OpenCode(JsonElement part)
    {
        var tokens = part.Object("tokens");
        var cached = tokens.Object("cache").Whole("read");
        return new AgentUsage
        {
            InputTokens = tokens.Whole("input") + (cached ?? 0),
            CachedTokens = cached,
            OutputTokens = tokens.Whole("output"),
            CostUsd = part.Number("cost"),
            Steps = 1,
            Source = "stdout",
        };
    }

    /// <summary>Gemini's headless output: totals of each model, or of the whole session.</summary>
    private static AgentUsage? Gemini(JsonElement stats)
    {
        if (stats.Whole("input_tokens") is { } input)
        {
            return new AgentUsage
            {
                InputTokens = input, CachedTokens = stats.Whole("cached"), OutputTokens = stats.Whole("output_tokens"), Source = "stdout",
            };
        }

        var models = stats.Object("models");
        if (models.ValueKind is not JsonValueKind.Object)
            return null;
        var tokens = models.EnumerateObject().Select(model => model.Value.Object("tokens")).ToList();
        return new AgentUsage
        {
            InputTokens = tokens.Sum(model => model.Whole("prompt") ?? 0),
            CachedTokens = tokens.Sum(model => model.Whole("cached") ?? 0),
            OutputTokens = tokens.Sum(model => (model.Whole("candidates") ?? 0) + (model.Whole("thoughts") ?? 0)),
            Source = "stdout",
        };
    }

    private static AgentUsage Add(AgentUsage? sum, AgentUsage more) => sum is null ? more : sum with
    {
        InputTokens = Add(sum.InputTokens, more.InputTokens),
        CachedTokens = Add(sum.CachedTokens, more.CachedTokens),
        OutputTokens = Add(sum.OutputTokens, more.OutputTokens),
        CostUsd = sum.CostUsd is null && more.CostUsd is null ? null : (sum.CostUsd ?? 0) + (more.CostUsd ?? 0),
        Steps = sum.Steps + more.Steps,
    };

    private static long? Add(long? a, long? b) => a is null && b is null ? null : (a ?? 0) + (b ?? 0);

    /// <summary>One object over several lines, as Gemini prints it.</summary>
    private static AgentUsage? ReadWhole(string output)
    {
        var start = output.IndexOf("{\n", StringComparison.Ordinal);
        if (start < 0 || Parse(output[start..]) is not { } document)
            return null;
        using (document)
            return After(null, document.RootElement);
    }

    private static JsonDocument? Parse(string text)
    {
        var trimmed = text.AsSpan().Trim();
        if (trimmed.Length < 2 || trimmed[0] is not '{' || trimmed[^1] is not '}')
            return null;
        try
        {
            return JsonDocument.Parse(trimmed.ToString());
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
