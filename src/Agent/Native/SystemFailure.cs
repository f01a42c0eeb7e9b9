using System.Runtime.InteropServices;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Agent.Native;

/// <summary>Turns the system's error numbers into the protocol's errors.</summary>
internal static class SystemFailure
{
    /// <summary>The error of the last call that failed.</summary>
    public static AgentException Last(string what) => Of(Marshal.GetLastPInvokeError(), what);

    /// <summary>The error that the number stands for.</summary>
    public static AgentException Of(int errno, string what) =>
        new(CodeOf(errno), $"{what}: {Marshal.GetPInvokeErrorMessage(errno)}");

    private static AgentErrorCode CodeOf(int errno) => errno switch
    {
        1 or 13 => AgentErrorCode.PermissionDenied,
        2 => AgentErrorCode.NotFound,
        11 or 12 or 23 or 24 => AgentErrorCode.NoResources,
        17 or 39 => AgentErrorCode.Exists,
        20 => AgentErrorCode.NotDirectory,
        21 => AgentErrorCode.IsDirectory,
        28 or 122 => AgentErrorCode.NoSpace,
        30 => AgentErrorCode.ReadOnly,
        22 or 36 or 40 => AgentErrorCode.Invalid,
        _ => AgentErrorCode.Failed,
    };
}
