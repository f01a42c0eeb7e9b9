using System.Net.Sockets;
using BenchCluster.AgentProtocol;
using BenchCluster.Devboxes;

namespace BenchCluster.DevboxAgents;

/// <summary>What the agent's refusals and its silence mean to the grains and the API. The only place that says so.</summary>
internal static class AgentFailures
{
    /// <summary>Makes the call; its failures are the grains'.</summary>
    public static async Task<T> TranslateAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception e) when (Of(e) is { } failure)
        {
            throw failure;
        }
    }

    /// <summary>Makes the call; its failures are the grains'.</summary>
    public static Task TranslateAsync(Func<Task> call) => TranslateAsync<object?>(async () =>
    {
        await call();
        return null;
    });

    /// <summary>The exception for one of the client's; null for what is none of the agent's.</summary>
    public static Exception? Of(Exception exception) => exception switch
    {
        AgentException e => new BenchException(CodeOf(e.Code), e.Message, e),
        SocketException or IOException or InvalidDataException => new AgentUnreachableException(exception.Message, exception),
        _ => null,
    };

    private static BenchError CodeOf(AgentErrorCode code) => code switch
    {
        AgentErrorCode.NotFound => BenchError.NotFound,
        AgentErrorCode.PermissionDenied or AgentErrorCode.ReadOnly => BenchError.Forbidden,
        AgentErrorCode.NoSpace => BenchError.DiskFull,
        AgentErrorCode.Exists or AgentErrorCode.Ended or AgentErrorCode.Busy => BenchError.Conflict,
        AgentErrorCode.NoResources => BenchError.TooMany,
        AgentErrorCode.Failed or AgentErrorCode.Version or AgentErrorCode.Refused => BenchError.Unavailable,
        _ => BenchError.BadRequest,
    };
}
