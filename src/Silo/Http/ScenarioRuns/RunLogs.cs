using System.IO.Compression;
using System.Text;
using System.Text.Json;
using BenchCluster.AgentProtocol;
using BenchCluster.DevboxAgents;
using BenchCluster.Devboxes;
using BenchCluster.ScenarioRuns;

namespace BenchCluster.Http.ScenarioRuns;

/// <summary>
/// All that is known of a scenario run as a zip: what it was, where and when, what its agent and its scorers did, and the
/// whole output of every command in its devboxes, as far as it is kept. What a command of the devbox wrote is copied as it
/// is, but for the values of secrets: a devbox may have lied there.
/// </summary>
internal sealed class RunLogs(DevboxHost host, IGrainFactory grains)
{
    private static readonly JsonSerializerOptions Json = new(WireJson.Options) { WriteIndented = true };

    /// <summary>The zip, as a file that is gone when the stream is closed: outputs are of any size, and an error must not cut an answer off.</summary>
    /// <exception cref="BenchException"><see cref="BenchError.NotFound"/>.</exception>
    public async Task<Stream> ReadAsync(string runId, CancellationToken cancellationToken)
    {
        var path = Path.Combine(Path.GetTempPath(), $"bench-logs-{Guid.NewGuid():n}");
        var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        try
        {
            await WriteAsync(runId, file, cancellationToken);
            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    private async Task WriteAsync(string runId, Stream file, CancellationToken cancellationToken)
    {
        var grain = grains.GetGrain<IScenarioRunGrain>(ResourceId.Require(ResourceKind.ScenarioRun, runId));
        var run = await grain.Get();
        var scenario = await grain.GetScenario();
        var attempts = await AttemptsAsync(run);
        await using var zip = await ZipArchive.CreateAsync(file, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8, cancellationToken);
        await AddAsync(zip, "run.json", run, cancellationToken);
        // Without what solves or scores it: logs are shown to those who write agents.
        await AddAsync(zip, "scenario.json", scenario with { ReferenceOutput = null, ReferenceSolution = null, ScoringEnvironment = null, Steps = null, ScoringContract = new() { ScoringFunctionParameters = [] } }, cancellationToken);
        await AddAsync(zip, "environment.json", new { Scenario = scenario.Environment, run.EnvironmentVariables, run.SecretsProvided, Devboxes = attempts.Select(attempt => attempt.Devbox) }, cancellationToken);
        await AddAsync(zip, "timings.json", TimingsOf(run, attempts), cancellationToken);
        await AgentAsync(zip, run, scenario.InputContext.ProblemStatement, cancellationToken);
        await ScoringAsync(zip, run, cancellationToken);
        foreach (var attempt in attempts)
        {
            var redaction = new RedactedCopy(attempt.Devbox is null ? [] : await grains.GetGrain<IDevboxWork>(attempt.DevboxId).ConfidentialValues());
            foreach (var execution in attempt.Executions)
                await ExecutionAsync(zip, attempt, execution, redaction, cancellationToken);
        }
    }

    private static async Task AgentAsync(ZipArchive zip, ScenarioRunView run, string statement, CancellationToken cancellationToken)
    {
        if (run.Agent is null)
            return;
        await AddTextAsync(zip, "agent/problem_statement.md", statement, cancellationToken);
        await AddAsync(zip, "agent/agent.json", new { run.Agent, Result = run.AgentResult }, cancellationToken);
    }

    private static async Task ScoringAsync(ZipArchive zip, ScenarioRunView run, CancellationToken cancellationToken)
    {
        if (run.ScoringContractResult is not { } result)
            return;
        await AddAsync(zip, "scoring/result.json", result, cancellationToken);
        foreach (var function in result.ScoringFunctionResults)
            await AddTextAsync(zip, $"scoring/{FileName(function.ScoringFunctionName)}.log", function.Output, cancellationToken);
    }

    private async Task ExecutionAsync(ZipArchive zip, Attempt attempt, ExecutionReport execution, RedactedCopy redaction, CancellationToken cancellationToken)
    {
        var folder = $"{FolderOf(execution.Id)}/{(attempt.Number == 1 ? "" : $"attempt-{attempt.Number}/")}{execution.Id}";
        await AddAsync(zip, $"{folder}/execution.json", execution with { StdoutTail = null, StderrTail = null }, cancellationToken);
        foreach (var kind in (OutputKind[])[OutputKind.Stdout, OutputKind.Stderr])
        {
            await using var output = host.ArchiveOf(attempt.DevboxId).OpenKept(execution.Id, kind);
            if (output is null)
                continue;
            await using var entry = await zip.CreateEntry($"{folder}/{ExecutionArchive.FileName(kind)}.log").OpenAsync(cancellationToken);
            await redaction.CopyAsync(output, entry, cancellationToken);
        }
    }

    /// <summary>Commands that the run itself starts have ids of ours.</summary>
    private static string FolderOf(string executionId) =>
        executionId.StartsWith("agent-", StringComparison.Ordinal) ? "agent"
        : executionId.StartsWith("score-", StringComparison.Ordinal) ? "scoring"
        : "executions";

    private async Task<IReadOnlyList<Attempt>> AttemptsAsync(ScenarioRunView run)
    {
        var attempts = new List<Attempt>();
        for (var number = 1; number <= run.Attempt; number++)
        {
            var id = ResourceId.Child(ResourceKind.Devbox, run.Id, number);
            var archive = host.ArchiveOf(id);
            attempts.Add(new Attempt(
                number,
                id,
                await FindAsync(id),
                [.. archive.Ids().Order(StringComparer.Ordinal).Select(execution => archive.FindBare(execution) ?? new ExecutionReport { Id = execution, Phase = ExecutionPhase.Running })]));
        }

        return attempts;
    }

    private async Task<DevboxView?> FindAsync(string id)
    {
        try
        {
            return await grains.GetGrain<IDevboxGrain>(id).Get();
        }
        catch (BenchException e) when (e.Code is BenchError.NotFound)
        {
            // The run ended before it was made.
            return null;
        }
    }

    private static object TimingsOf(ScenarioRunView run, IReadOnlyList<Attempt> attempts) => new
    {
        run.StartTimeMs,
        run.DurationMs,
        AgentDurationMs = run.AgentResult?.DurationMs,
        Scoring = run.ScoringContractResult?.ScoringFunctionResults.Select(function => new { Name = function.ScoringFunctionName, function.DurationMs }),
        Attempts = attempts.Select(attempt => new
        {
            attempt.DevboxId,
            attempt.Devbox?.StateTransitions,
            Executions = attempt.Executions.Select(execution => new { execution.Id, execution.StartedMs, execution.EndedMs, execution.ExitCode }),
        }),
    };

    private static async Task AddAsync<T>(ZipArchive zip, string name, T value, CancellationToken cancellationToken)
    {
        await using var entry = await zip.CreateEntry(name).OpenAsync(cancellationToken);
        await JsonSerializer.SerializeAsync(entry, value, Json, cancellationToken);
    }

    private static async Task AddTextAsync(ZipArchive zip, string name, string text, CancellationToken cancellationToken)
    {
        await using var entry = await zip.CreateEntry(name).OpenAsync(cancellationToken);
        await entry.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
    }

    private static string FileName(string text) => string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' ? c : '_'));

    /// <summary>A devbox of the run, and what ran in it.</summary>
    private sealed record Attempt(int Number, string DevboxId, DevboxView? Devbox, IReadOnlyList<ExecutionReport> Executions);
}
