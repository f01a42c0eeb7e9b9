using System.Runtime.ExceptionServices;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Agent.Files;

/// <summary>Turns the exceptions of file operations into the protocol's errors.</summary>
internal static class FileFailure
{
    /// <summary>The protocol's error for what went wrong with a path; null for what is no error of files.</summary>
    public static AgentException? Explain(Exception exception, string path) => exception switch
    {
        AgentException e => e,
        FileNotFoundException or DirectoryNotFoundException => new(AgentErrorCode.NotFound, $"There is no '{path}'."),
        UnauthorizedAccessException => new(AgentErrorCode.PermissionDenied, $"'{path}': permission denied."),
        PathTooLongException => new(AgentErrorCode.Invalid, "path: is too long."),
        IOException { HResult: 28 or 122 } => new(AgentErrorCode.NoSpace, $"'{path}': no space is left."),
        IOException { HResult: 30 } => new(AgentErrorCode.ReadOnly, $"'{path}': the file system cannot be written."),
        IOException { HResult: 17 } => new(AgentErrorCode.Exists, $"'{path}' is there already."),
        IOException { HResult: 39 } => new(AgentErrorCode.Exists, $"'{path}' is not empty."),
        IOException { HResult: 20 } => new(AgentErrorCode.NotDirectory, $"'{path}': a part of it is no directory."),
        IOException { HResult: 21 } => new(AgentErrorCode.IsDirectory, $"'{path}' is a directory."),
        IOException e => new(AgentErrorCode.Failed, $"'{path}': {e.Message}"),
        ArgumentException e => new(AgentErrorCode.Invalid, $"path: {e.Message}"),
        _ => null,
    };

    /// <summary>Throws what an exception means for a path.</summary>
    public static Exception Rethrow(Exception exception, string path)
    {
        if (Explain(exception, path) is { } known)
            return known;
        ExceptionDispatchInfo.Throw(exception);
        return exception;
    }
}
