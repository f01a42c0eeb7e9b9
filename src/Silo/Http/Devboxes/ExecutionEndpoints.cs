using System.Text.RegularExpressions;
using BenchCluster.Devboxes;

namespace BenchCluster.Http.Devboxes;

/// <summary>Commands in devboxes.</summary>
internal static partial class ExecutionEndpoints
{
    private const int LongestShellName = 128;

    /// <summary>The longest that an answer is held back for the end of a command (the contract's).</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(25);

    /// <summary>Maps the routes.</summary>
    public static void MapExecutions(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/devboxes/{id}/execute", ExecuteAsync);
        routes.MapPost("/v1/devboxes/{id}/execute_async", ExecuteInBackgroundAsync);
        routes.MapPost("/v1/devboxes/{id}/execute_sync", ExecuteToTheEndAsync);
        routes.MapGet("/v1/devboxes/{id}/executions/{executionId}", async (string id, string executionId, HttpContext http, IGrainFactory grains) =>
            Answers.View(await DevboxEndpoints.Devbox(grains, id).GetExecution(executionId, TimeSpan.Zero, ListRequest.LastLines(http), http.RequestAborted)));
        routes.MapPost("/v1/devboxes/{id}/executions/{executionId}/wait_for_status", WaitForStatusAsync);
        routes.MapPost("/v1/devboxes/{id}/executions/{executionId}/kill", async (string id, string executionId, HttpContext http, IGrainFactory grains) =>
        {
            var request = await RequestReader.ReadAsync<KillRequest>(http);
            return Answers.View(await DevboxEndpoints.Devbox(grains, id).KillExecution(executionId, request.KillProcessGroup ?? false));
        });
        routes.MapPost("/v1/devboxes/{id}/executions/{executionId}/send_std_in", SendStandardInputAsync);
    }

    private static async Task<IResult> ExecuteAsync(string id, HttpContext http, IGrainFactory grains, TimeProvider clock)
    {
        var request = await ReadAsync(http);
        FieldRules.Require(request.AttachStdin is not true, "attach_stdin", "is only for execute_async.");
        FieldRules.Seconds("optimistic_timeout", request.OptimisticTimeout, 0, LongestWait.TotalSeconds);
        var wait = request.OptimisticTimeout is { } seconds ? TimeSpan.FromSeconds(seconds) : LongestWait;
        return Answers.View(await DevboxEndpoints.Devbox(grains, id).Execute(
            CommandOf(request, clock), wait, ListRequest.LastLines(http), http.RequestAborted));
    }

    private static async Task<IResult> ExecuteInBackgroundAsync(string id, HttpContext http, IGrainFactory grains, TimeProvider clock)
    {
        var request = await ReadAsync(http);
        return Answers.View(await DevboxEndpoints.Devbox(grains, id).Execute(
            CommandOf(request, clock), TimeSpan.Zero, ListRequest.LastLines(http), http.RequestAborted));
    }

    private static async Task<IResult> ExecuteToTheEndAsync(string id, HttpContext http, IGrainFactory grains, TimeProvider clock, ExecutionStreams streams)
    {
        var request = await ReadAsync(http);
        FieldRules.Require(request.AttachStdin is not true, "attach_stdin", "is only for execute_async.");
        var devbox = DevboxEndpoints.Devbox(grains, id);
        var command = CommandOf(request, clock);
        const int all = int.MaxValue;
        var view = await devbox.Execute(command, LongestWait, all, http.RequestAborted);
        while (view.Status is not ExecutionStatus.Completed)
            view = await devbox.GetExecution(command.Id, LongestWait, all, http.RequestAborted);
        return Answers.View(new ExecutionResultView
        {
            DevboxId = view.DevboxId,
            ExitStatus = view.ExitStatus ?? -1,
            ShellName = view.ShellName,
            Stdout = view.StdoutTruncated is true ? await streams.ReadAllAsync(id, command.Id, isError: false, http.RequestAborted) : view.Stdout ?? "",
            Stderr = view.StderrTruncated is true ? await streams.ReadAllAsync(id, command.Id, isError: true, http.RequestAborted) : view.Stderr ?? "",
        });
    }

    private static async Task<IResult> WaitForStatusAsync(string id, string executionId, HttpContext http, IGrainFactory grains)
    {
        var request = await RequestReader.ReadAsync<ExecutionWaitRequest>(http);
        FieldRules.Require(request.Statuses.Count > 0, "statuses", "must name at least one status.");
        FieldRules.Seconds("timeout_seconds", request.TimeoutSeconds, 0, LongestWait.TotalSeconds);
        var wait = request.TimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : LongestWait;
        var devbox = DevboxEndpoints.Devbox(grains, id);
        var view = await devbox.GetExecution(executionId, TimeSpan.Zero, ListRequest.LastLines(http), http.RequestAborted);
        if (!request.Statuses.Contains(view.Status) && view.Status is not ExecutionStatus.Completed)
            view = await devbox.GetExecution(executionId, wait, ListRequest.LastLines(http), http.RequestAborted);
        if (request.Statuses.Contains(view.Status))
            return Answers.View(view);
        await LongPoll.TimeOutAsync(http, $"The execution '{executionId}' is {WireJson.NameOf(view.Status)} after {wait.TotalSeconds:0.#} s.");
        return Results.Empty;
    }

    private static async Task<IResult> SendStandardInputAsync(string id, string executionId, HttpContext http, IGrainFactory grains)
    {
        var request = await RequestReader.ReadAsync<StandardInputRequest>(http);
        if (request.Signal is not (null or "EOF" or "INTERRUPT"))
            throw new BenchException(BenchError.BadRequest, $"signal: '{request.Signal}' is not one of EOF, INTERRUPT.");
        FieldRules.Require(request.Text is not null || request.Signal is not null, "text", "either text or signal must be given.");
        await DevboxEndpoints.Devbox(grains, id).SendStandardInput(executionId, request);
        return Answers.View(new StandardInputView { DevboxId = id, ExecutionId = executionId, Success = true });
    }

    private static async Task<ExecuteRequest> ReadAsync(HttpContext http)
    {
        var request = await RequestReader.ReadAsync<ExecuteRequest>(http);
        FieldRules.Command("command", request.Command);
        FieldRules.Require(request.CommandId is null || CommandIdRule().IsMatch(request.CommandId), "command_id", "must be a UUID.");
        FieldRules.Require(
            request.ShellName is null || (request.ShellName.Length is > 0 and <= LongestShellName && !request.ShellName.Any(char.IsControl)),
            "shell_name", $"must have 1 to {LongestShellName} characters, none of them control characters.");
        return request;
    }

    private static ExecuteCommand CommandOf(ExecuteRequest request, TimeProvider clock) => new()
    {
        Id = request.CommandId ?? Guid.CreateVersion7(clock.GetUtcNow()).ToString(),
        Command = request.Command,
        ShellName = request.ShellName,
        AttachStdin = request.AttachStdin ?? false,
    };

    [GeneratedRegex("^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$")]
    private static partial Regex CommandIdRule();
}
