using System.Text.Json;
using BenchCluster.Devboxes;
using BenchCluster.Engine;

namespace BenchCluster.Http;

/// <summary>Turns what a handler throws into the one error shape: <c>{"message": …, "code": …}</c>.</summary>
internal sealed partial class ApiErrors(RequestDelegate next, ILogger<ApiErrors> logger)
{
    private const int ClientClosedRequest = 499;

    /// <summary>Handles a request.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
            if (!http.Response.HasStarted && http.Response.StatusCode is 404 or 405 && http.Response.ContentLength is null)
                await WriteAsync(http, http.Response.StatusCode, "not_found", $"There is no {http.Request.Method} {http.Request.Path}.", mayRetry: false);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            http.Response.StatusCode = ClientClosedRequest;
        }
        catch (Exception e)
        {
            var (status, code, message) = Describe(e);
            if (status == StatusCodes.Status500InternalServerError)
                LogUnexpected(logger, e, http.Request.Method, http.Request.Path);
            if (http.Response.HasStarted)
            {
                // Half an answer is out: only cutting it off tells the client.
                http.Abort();
                return;
            }

            await WriteAsync(http, status, code, message, mayRetry: status is 429 or 503);
        }
    }

    /// <summary>Writes an error.</summary>
    public static Task WriteAsync(HttpContext http, int status, string code, string message, bool mayRetry)
    {
        http.Response.Clear();
        http.Response.StatusCode = status;
        // The official clients try conflicts and server errors again unless they are told that it is no use.
        http.Response.Headers["x-should-retry"] = mayRetry ? "true" : "false";
        if (status is 429 or 503)
            http.Response.Headers.RetryAfter = "1";
        http.Response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(http.Response.Body, new ErrorBody(message, code), WireJson.Options, http.RequestAborted);
    }

    /// <summary>Status, code and message of a failure.</summary>
    public static (int Status, string Code, string Message) Describe(Exception exception) => exception switch
    {
        BenchException e => (StatusOf(e.Code), WireJson.NameOf(e.Code), e.Message),
        AgentUnreachableException e => (503, "unavailable", $"The devbox does not answer: {e.Message}"),
        EngineException { Error: EngineError.Unavailable } e => (503, "unavailable", e.Message),
        System.Data.Common.DbException => (503, "unavailable", "The database does not answer; try again."),
        Orleans.Runtime.OrleansException => (503, "unavailable", "The silo that was asked does not answer; whether the request was carried out is not known."),
        TimeoutException => (503, "unavailable", "The cluster did not answer in time; whether the request was carried out is not known."),
        BadHttpRequestException e => (e.StatusCode, "bad_request", e.Message),
        _ => (500, "internal", "An unexpected error; the server's log has its details."),
    };

    private static int StatusOf(BenchError code) => code switch
    {
        BenchError.BadRequest => 400,
        BenchError.Forbidden => 403,
        BenchError.NotFound => 404,
        BenchError.Conflict => 409,
        BenchError.InvalidField => 422,
        BenchError.TooMany => 429,
        BenchError.NotServed => 501,
        BenchError.DiskFull => 507,
        BenchError.Unavailable => 503,
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, "Unknown error."),
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed.")]
    private static partial void LogUnexpected(ILogger logger, Exception exception, string method, string path);

    private sealed record ErrorBody(string Message, string Code);
}
