using System.Text;
using BenchCluster.AgentProtocol;
using BenchCluster.Devboxes;

namespace BenchCluster.DevboxAgents;

/// <summary>The agent's records of executions, in the grains' terms.</summary>
internal static class ProcessReports
{
    private static readonly Dictionary<int, string> SignalNames = new()
    {
        [1] = "SIGHUP",
        [2] = "SIGINT",
        [3] = "SIGQUIT",
        [4] = "SIGILL",
        [6] = "SIGABRT",
        [7] = "SIGBUS",
        [8] = "SIGFPE",
        [9] = "SIGKILL",
        [11] = "SIGSEGV",
        [13] = "SIGPIPE",
        [15] = "SIGTERM",
    };

    /// <summary>What the agent is asked to start.</summary>
    public static ExecutionStart StartOf(ProcessStart start) => new()
    {
        Id = start.Id,
        Command = start.Command,
        ShellName = start.ShellName,
        User = start.User,
        WorkingDirectory = start.WorkingDirectory,
        Environment = start.Environment.Count == 0 ? null : start.Environment,
        AttachStdin = start.AttachStdin,
        TimeoutMs = start.Timeout is { } timeout ? (long)Math.Clamp(timeout.TotalMilliseconds, 1, int.MaxValue) : null,
    };

    /// <summary>What an execution's report means.</summary>
    public static ProcessStatus StatusOf(ExecutionReport report) => new()
    {
        Id = report.Id,
        State = report.Phase switch
        {
            ExecutionPhase.Queued => ExecutionStatus.Queued,
            ExecutionPhase.Running => ExecutionStatus.Running,
            _ => ExecutionStatus.Completed,
        },
        ExitStatus = report.ExitCode,
        TimedOut = report.TimedOut,
        EndReason = EndReasonOf(report),
        StdoutTail = Text(report.StdoutTail),
        StderrTail = Text(report.StderrTail),
        IsStdoutTailPartial = report.StdoutBytes > (report.StdoutTail?.Length ?? 0),
        IsStderrTailPartial = report.StderrBytes > (report.StderrTail?.Length ?? 0),
        ShellName = report.ShellName,
        Duration = TimeOf(report.EndedMs ?? report.StartedMs) - TimeOf(report.StartedMs) is { Ticks: > 0 } duration ? duration : TimeSpan.Zero,
        LeftBehind = report.LeftBehind,
        LateStdoutBytes = report.LateStdoutBytes,
        StartedAt = TimeOf(report.StartedMs),
    };

    /// <summary>A report that was kept in the devbox may say anything, also what is no time.</summary>
    private static DateTimeOffset TimeOf(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(
        Math.Clamp(milliseconds, 0, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));

    private static string? EndReasonOf(ExecutionReport report) =>
        report.Phase is not ExecutionPhase.Exited ? null
        : report.TimedOut ? "timeout"
        : report.Problem is { } problem ? problem
        : report.Signal is { } signal ? $"signal {SignalNames.GetValueOrDefault(signal, $"{signal}")}"
        : null;

    /// <summary>A tail may begin within a character: what is left of that is dropped.</summary>
    private static string Text(byte[]? tail)
    {
        if (tail is null)
            return "";
        var start = 0;
        while (start < Math.Min(3, tail.Length) && (tail[start] & 0xC0) == 0x80)
            start++;
        return Encoding.UTF8.GetString(tail.AsSpan(start));
    }
}
