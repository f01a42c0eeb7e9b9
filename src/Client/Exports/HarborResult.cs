using System.Globalization;
using System.Text.Json.Nodes;
using BenchCluster.BenchmarkRuns;
using BenchCluster.Client.BenchmarkRuns;
using BenchCluster.ScenarioRuns;

namespace BenchCluster.Client.Exports;

/// <summary>Results as Harbor's <c>result.json</c> and <c>config.json</c> have them. Pure.</summary>
internal static class HarborResult
{
    /// <summary>A trial's folder: the task's name and what tells trials of one task apart.</summary>
    public static string TrialName(ScenarioRunView run)
    {
        var task = string.Concat(ScoreTable.TaskName(run).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-')).Trim('.', '-');
        return $"{task}__{run.Id[^Math.Min(8, run.Id.Length)..]}";
    }

    /// <summary>A job's result: counts, and for each metric the mean.</summary>
    public static JsonObject OfJob(RunReport report)
    {
        var run = report.BenchmarkRun;
        var errors = report.ScenarioRuns.Where(one => ExceptionOf(one) is not null).ToList();
        return new JsonObject
        {
            ["id"] = run.Id,
            ["started_at"] = Time(run.StartTimeMs),
            ["finished_at"] = run.DurationMs is { } took ? Time(run.StartTimeMs + took) : null,
            ["n_total_trials"] = run.Progress.Total,
            ["stats"] = new JsonObject
            {
                ["n_trials"] = report.ScenarioRuns.Count,
                ["n_errors"] = errors.Count,
                ["evals"] = new JsonObject
                {
                    [run.Agent is { } agent ? AgentNames.Of(agent) : run.Id] = new JsonObject
                    {
                        ["n_trials"] = report.ScenarioRuns.Count,
                        ["n_errors"] = errors.Count,
                        ["metrics"] = new JsonArray(new JsonObject { ["mean"] = run.Score }),
                        ["reward_stats"] = new JsonObject { ["reward"] = Group(report.ScenarioRuns.Where(one => Scores.Of(one) is not null), one => Scores.Of(one)!.Value.ToString("R", CultureInfo.InvariantCulture)) },
                        ["exception_stats"] = Group(errors, one => ExceptionOf(one)!.Value.Type),
                    },
                },
            },
        };
    }

    /// <summary>A trial's result.</summary>
    public static JsonObject OfTrial(BenchmarkRunView benchmarkRun, ScenarioRunView run)
    {
        var usage = run.AgentResult?.Usage;
        return new JsonObject
        {
            ["id"] = run.Id,
            ["task_name"] = ScoreTable.TaskName(run),
            ["trial_name"] = TrialName(run),
            ["task_id"] = new JsonObject { ["path"] = run.ScenarioId },
            ["source"] = benchmarkRun.BenchmarkId,
            ["task_checksum"] = "",
            ["config"] = TrialConfig(benchmarkRun, run),
            ["agent_info"] = AgentInfo(benchmarkRun),
            ["agent_result"] = new JsonObject
            {
                ["n_input_tokens"] = usage?.InputTokens,
                ["n_cache_tokens"] = usage?.CachedTokens,
                ["n_output_tokens"] = usage?.OutputTokens,
                ["cost_usd"] = usage?.CostUsd,
            },
            ["verifier_result"] = Scores.Of(run) is { } score ? new JsonObject { ["rewards"] = new JsonObject { ["reward"] = score } } : null,
            ["exception_info"] = ExceptionOf(run) is { } exception
                ? new JsonObject
                {
                    ["exception_type"] = exception.Type,
                    ["exception_message"] = exception.Message,
                    ["exception_traceback"] = "",
                    ["occurred_at"] = Time(run.StartTimeMs + (run.DurationMs ?? 0)),
                }
                : null,
            ["started_at"] = Time(run.StartTimeMs),
            ["finished_at"] = run.DurationMs is { } took ? Time(run.StartTimeMs + took) : null,
        };
    }

    /// <summary>A trial's configuration.</summary>
    public static JsonObject TrialConfig(BenchmarkRunView benchmarkRun, ScenarioRunView run) => new()
    {
        ["task"] = new JsonObject { ["path"] = ScoreTable.TaskName(run), ["source"] = benchmarkRun.BenchmarkId },
        ["trial_name"] = TrialName(run),
        ["agent"] = Agent(benchmarkRun),
        ["environment"] = new JsonObject { ["type"] = "docker" },
        ["job_id"] = benchmarkRun.Id,
    };

    /// <summary>The agent, without the values of its variables.</summary>
    public static JsonObject Agent(BenchmarkRunView run) => new()
    {
        ["name"] = run.Agent is { } agent ? AgentNames.Of(agent) : null,
        ["model_name"] = run.Agent?.ModelName,
        ["override_timeout_sec"] = run.Agent?.TimeoutSeconds,
        ["kwargs"] = new JsonObject([.. (run.Agent?.Kwargs ?? new Dictionary<string, string>()).Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))]),
    };

    private static JsonObject AgentInfo(BenchmarkRunView run)
    {
        var parts = run.Agent?.ModelName?.Split('/', 2);
        return new JsonObject
        {
            ["name"] = run.Agent is { } agent ? AgentNames.Of(agent) : "external",
            ["version"] = run.Agent?.Kwargs?.GetValueOrDefault("version") ?? "unknown",
            ["model_info"] = parts is null ? null : new JsonObject { ["name"] = parts[^1], ["provider"] = parts.Length > 1 ? parts[0] : "unknown" },
        };
    }

    /// <summary>What hindered a trial; an agent whose time was over has one beside its reward, as in Harbor.</summary>
    private static (string Type, string Message)? ExceptionOf(ScenarioRunView run) => run switch
    {
        { State: ScenarioRunState.Canceled } => ("CancelledError", "The run was canceled."),
        { State: ScenarioRunState.Timeout } => ("TimeoutError", run.FailureReason ?? "The run took too long."),
        { State: ScenarioRunState.Failed } => ($"{run.FailureClass?.ToString() ?? "Run"}Error", run.FailureReason ?? "The run failed."),
        { AgentResult.TimedOut: true } => ("AgentTimeoutError", "The agent's time was over."),
        _ => null,
    };

    private static JsonObject Group(IEnumerable<ScenarioRunView> runs, Func<ScenarioRunView, string> key) =>
        new([.. runs.GroupBy(key).Select(group => KeyValuePair.Create(group.Key, (JsonNode?)new JsonArray([.. group.Select(run => (JsonNode)TrialName(run))])))]);

    private static string Time(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
