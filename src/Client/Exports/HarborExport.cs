using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using BenchCluster.BenchmarkRuns;
using BenchCluster.Client.BenchmarkRuns;
using BenchCluster.Resources;
using BenchCluster.ScenarioRuns;

namespace BenchCluster.Client.Exports;

/// <summary>
/// Benchmark runs in the layout of Harbor's results: a folder a run with <c>config.json</c> and <c>result.json</c>, and in it
/// a folder a trial. What Harbor keeps and the cluster does not (a task's checksum, tracebacks) is null or empty.
/// </summary>
internal static class HarborExport
{
    private static readonly JsonSerializerOptions Json = new(WireJson.Options) { WriteIndented = true };

    /// <summary>Writes all runs below a directory; the folders' names.</summary>
    public static async Task<IReadOnlyList<string>> WriteAsync(IReadOnlyList<RunReport> reports, string directory, CancellationToken cancellationToken)
    {
        var folders = new List<string>();
        foreach (var report in reports)
        {
            var folder = Path.Combine(directory, report.BenchmarkRun.Id);
            Directory.CreateDirectory(folder);
            await WriteJsonAsync(Path.Combine(folder, "config.json"), Config(report.BenchmarkRun), cancellationToken);
            await WriteJsonAsync(Path.Combine(folder, "result.json"), HarborResult.OfJob(report), cancellationToken);
            foreach (var run in report.ScenarioRuns)
                await WriteTrialAsync(Path.Combine(folder, HarborResult.TrialName(run)), report.BenchmarkRun, run, cancellationToken);
            folders.Add(folder);
        }

        return folders;
    }

    private static async Task WriteTrialAsync(string folder, BenchmarkRunView benchmarkRun, ScenarioRunView run, CancellationToken cancellationToken)
    {
        foreach (var part in (string[])["agent", "verifier", "artifacts"])
            Directory.CreateDirectory(Path.Combine(folder, part));
        await WriteJsonAsync(Path.Combine(folder, "config.json"), HarborResult.TrialConfig(benchmarkRun, run), cancellationToken);
        await WriteJsonAsync(Path.Combine(folder, "result.json"), HarborResult.OfTrial(benchmarkRun, run), cancellationToken);
        await WriteJsonAsync(Path.Combine(folder, "artifacts", "manifest.json"), new JsonArray(), cancellationToken);
        await WriteTextAsync(Path.Combine(folder, "agent", "stdout.txt"), run.AgentResult?.Stdout, cancellationToken);
        await WriteTextAsync(Path.Combine(folder, "agent", "stderr.txt"), run.AgentResult?.Stderr, cancellationToken);
        if (Scores.Of(run) is not { } score)
            return;
        await File.WriteAllTextAsync(Path.Combine(folder, "verifier", "reward.txt"), score.ToString("R", CultureInfo.InvariantCulture) + "\n", cancellationToken);
        var outputs = run.ScoringContractResult!.ScoringFunctionResults.Select(result => result.Output.TrimEnd());
        await WriteTextAsync(Path.Combine(folder, "verifier", "test-stdout.txt"), string.Join("\n", outputs), cancellationToken);
    }

    private static JsonObject Config(BenchmarkRunView run) => new()
    {
        ["job_name"] = run.Id,
        ["n_attempts"] = run.NAttempts ?? 1,
        ["n_concurrent_trials"] = run.NConcurrentTrials ?? 1,
        ["agents"] = new JsonArray(HarborResult.Agent(run)),
        ["datasets"] = run.BenchmarkId is { } benchmark ? new JsonArray(new JsonObject { ["name"] = benchmark }) : [],
        ["environment"] = new JsonObject { ["type"] = "docker" },
    };

    private static Task WriteJsonAsync(string path, JsonNode node, CancellationToken cancellationToken) =>
        File.WriteAllTextAsync(path, node.ToJsonString(Json) + "\n", cancellationToken);

    private static async Task WriteTextAsync(string path, string? text, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(text))
            await File.WriteAllTextAsync(path, text.EndsWith('\n') ? text : text + "\n", cancellationToken);
    }
}
