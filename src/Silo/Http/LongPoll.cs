namespace BenchCluster.Http;

/// <summary>The end of a long poll that has nothing to tell.</summary>
internal static class LongPoll
{
    /// <summary>Answers 408: the client asks again.</summary>
    public static Task TimeOutAsync(HttpContext http, string message) =>
        ApiErrors.WriteAsync(http, StatusCodes.Status408RequestTimeout, "timeout", message, mayRetry: true);
}
