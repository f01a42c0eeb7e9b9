using System.Runtime.InteropServices;

namespace BenchCluster.Agent.Executions;

/// <summary>The records of <c>bench_native.h</c>.</summary>
internal static class SupervisorRecord
{
    /// <summary>The value is the command's process id.</summary>
    public const int Started = 1;

    /// <summary>The value is the failed step and its errno.</summary>
    public const int Failed = 2;

    /// <summary>The value is the command's wait status.</summary>
    public const int Exited = 3;

    /// <summary>Something that the command had started was there when it ended.</summary>
    public const int Left = 4;

    private const int ForkStep = 1;
    private const int UserStep = 3;
    private const int DirectoryStep = 4;
    private const int ExecStep = 5;
    private const int TerminalStep = 6;

    /// <summary>Takes records apart; the kernel never splits one.</summary>
    public static IEnumerable<(int Kind, int Value)> Parse(byte[] bytes, int length)
    {
        for (var at = 0; at + 8 <= length; at += 8)
            yield return (BitConverter.ToInt32(bytes, at), BitConverter.ToInt32(bytes, at + 4));
    }

    /// <summary>A wait status as an exit code, 128 + signal where a signal ended it, and that signal.</summary>
    public static (int? ExitCode, int? Signal) Decode(int? waitStatus) => waitStatus switch
    {
        null => (null, null),
        { } status when (status & 0x7f) == 0 => ((status >> 8) & 0xff, null),
        { } status => (128 + (status & 0x7f), status & 0x7f),
    };

    /// <summary>What went wrong between the fork and the command.</summary>
    public static string Explain(int value, string? user, string? directory)
    {
        var message = Marshal.GetPInvokeErrorMessage(value & 0xffff);
        return (value >> 16) switch
        {
            ForkStep => $"No process can be made: {message}",
            UserStep => $"The user '{user}' cannot be taken on: {message}",
            DirectoryStep => $"The directory '{directory}' cannot be entered: {message}",
            ExecStep => $"The shell cannot be run: {message}",
            TerminalStep => $"The terminal cannot be taken on: {message}",
            _ => $"The command cannot be set up: {message}",
        };
    }
}
