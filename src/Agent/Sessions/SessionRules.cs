using System.Text;
using BenchCluster.Agent.Executions;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Agent.Sessions;

/// <summary>What may be asked of sessions and terminals. Each failure is <see cref="AgentErrorCode.Invalid"/>, with the field.</summary>
internal static class SessionRules
{
    private const int LongestName = 256;

    /// <summary>A command that is an argument of its shell; longer ones are executions.</summary>
    private const int LongestCommand = 128 * 1024;

    /// <summary>A terminal.</summary>
    public static void Check(TerminalTarget target)
    {
        if (target.Name.Length is 0 or > LongestName || !target.Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            throw Invalid($"terminal.name: must be 1 to {LongestName} letters, digits, '-' and '_'.");
        CheckSize("terminal.columns", target.Columns);
        CheckSize("terminal.rows", target.Rows);
        if (target.IdleTtlMs is < 0 or > int.MaxValue)
            throw Invalid($"terminal.idle_ttl_ms: must be 0 to {int.MaxValue}.");
    }

    /// <summary>A process.</summary>
    public static void Check(SessionStart? start)
    {
        if (start is null)
            return;
        if (start.Command is { } command && (command.Contains('\0', StringComparison.Ordinal) || Encoding.UTF8.GetByteCount(command) >= LongestCommand))
            throw Invalid($"session.command: must be shorter than {LongestCommand} bytes and not contain a zero byte.");
        StartRules.CheckSurroundings(start.WorkingDirectory, start.Environment);
    }

    /// <summary>The sizes of a resize, both of which are needed.</summary>
    public static (int Columns, int Rows) Size(TerminalTarget target) => target is { Columns: { } columns, Rows: { } rows }
        ? (columns, rows)
        : throw Invalid("terminal.columns, terminal.rows: are missing.");

    private static void CheckSize(string field, int? size)
    {
        if (size is < 1 or > TerminalTarget.LargestSize)
            throw Invalid($"{field}: must be 1 to {TerminalTarget.LargestSize}.");
    }

    private static AgentException Invalid(string message) => new(AgentErrorCode.Invalid, message);
}
