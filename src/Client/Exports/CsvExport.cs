using System.Globalization;
using BenchCluster.Client.BenchmarkRuns;
using BenchCluster.Resources;

namespace BenchCluster.Client.Exports;

/// <summary>Benchmark runs as comma-separated values (RFC 4180), a row a scenario run.</summary>
internal static class CsvExport
{
    private static readonly string[] Columns =
    [
        "benchmark_run_id", "agent", "model", "scenario_run_id", "scenario_id", "scenario", "trial", "state", "score", "failure_class",
        "failure_reason", "agent_exit_status", "agent_timed_out", "start_time_ms", "duration_ms", "agent_duration_ms", "input_tokens", "cached_tokens",
        "output_tokens", "cost_usd",
    ];

    public static void Write(IReadOnlyList<RunReport> reports, TextWriter writer)
    {
        writer.NewLine = "\r\n";
        writer.WriteLine(string.Join(',', Columns));
        var agents = AgentNames.Of(reports.Select(report => report.BenchmarkRun));
        foreach (var (report, agent) in reports.Zip(agents))
        {
            foreach (var run in report.ScenarioRuns)
            {
                object?[] row =
                [
                    report.BenchmarkRun.Id, agent, report.BenchmarkRun.Agent?.ModelName, run.Id, run.ScenarioId, run.ScenarioName, run.Trial,
                    WireJson.NameOf(run.State), Scores.Of(run), run.FailureClass is { } kind ? WireJson.NameOf(kind) : null, run.FailureReason,
                    run.AgentResult?.ExitStatus, run.AgentResult?.TimedOut, run.StartTimeMs, run.DurationMs, run.AgentResult?.DurationMs,
                    run.AgentResult?.Usage?.InputTokens, run.AgentResult?.Usage?.CachedTokens, run.AgentResult?.Usage?.OutputTokens,
                    run.AgentResult?.Usage?.CostUsd,
                ];
                writer.WriteLine(string.Join(',', row.Select(Cell)));
            }
        }
    }

    private static string Cell(object? value)
    {
        var text = value switch
        {
            null => "",
            bool flag => flag ? "true" : "false",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        };
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
