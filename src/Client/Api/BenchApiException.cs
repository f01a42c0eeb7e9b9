using System.Net;

namespace BenchCluster.Client;

/// <summary>A request that the server refused, or that reached no server.</summary>
public sealed class BenchApiException : Exception
{
    /// <summary>Makes the error.</summary>
    /// <param name="status">The answer's status; null when none came.</param>
    /// <param name="code">The error's code, such as <c>not_found</c>; <see cref="Unreachable"/> when no answer came.</param>
    /// <param name="message">What is wrong, for a person.</param>
    public BenchApiException(HttpStatusCode? status, string code, string message, Exception? innerException = null)
        : base(message, innerException) => (Status, Code) = (status, code);

    /// <summary>The code of an error without an answer.</summary>
    public const string Unreachable = "unreachable";

    /// <summary>The answer's status; null when none came.</summary>
    public HttpStatusCode? Status { get; }

    /// <summary>The error's code.</summary>
    public string Code { get; }

    /// <summary>Whether the server is away for now (down, starting, or behind a gateway that cannot reach it).</summary>
    public bool IsUnavailable => Status is null or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable
        or HttpStatusCode.GatewayTimeout;
}
