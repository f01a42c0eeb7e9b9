using System.Text;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Agent.Executions;

/// <summary>What may be asked of a start.</summary>
internal static class StartRules
{
    private const int LongestName = 256;

    /// <exception cref="AgentException"><see cref="AgentErrorCode.Invalid"/>, with the field.</exception>
    public static void Check(ExecutionStart start)
    {
        CheckId(start.Id);
        if (start.Command.Contains('\0', StringComparison.Ordinal))
            throw Invalid("command: must not contain a zero byte.");
        if (Encoding.UTF8.GetByteCount(start.Command) > ExecutionStart.LongestCommand)
            throw Invalid($"command: must not be longer than {ExecutionStart.LongestCommand} bytes.");
        if (start.ShellName is { Length: 0 or > LongestName })
            throw Invalid($"shell_name: must have 1 to {LongestName} characters.");
        if (start.MaxOutputBytes < 0)
            throw Invalid("max_output_bytes: must not be negative.");
        if (start.TimeoutMs is <= 0 or > int.MaxValue)
            throw Invalid($"timeout_ms: must be 1 to {int.MaxValue}.");
        CheckSurroundings(start.WorkingDirectory, start.Environment);
    }

    /// <summary>Where and with what environment something is run.</summary>
    /// <exception cref="AgentException"><see cref="AgentErrorCode.Invalid"/>, with the field.</exception>
    public static void CheckSurroundings(string? directory, IReadOnlyDictionary<string, string>? environment)
    {
        if (directory is not null && (directory.Length == 0 || directory.Contains('\0', StringComparison.Ordinal)))
            throw Invalid("working_directory: must not be empty nor contain a zero byte.");
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            if (name.Length == 0 || name.AsSpan().IndexOfAny('=', '\0') >= 0 || value is null || value.Contains('\0', StringComparison.Ordinal))
                throw Invalid($"environment: '{name}' cannot be a variable.");
        }
    }

    /// <exception cref="AgentException"><see cref="AgentErrorCode.Invalid"/>.</exception>
    public static void CheckId(string? id)
    {
        if (!ExecutionId.IsValid(id))
            throw Invalid("id: must be 1 to 128 letters, digits, '_', '-' and '.', not beginning with a dot.");
    }

    private static AgentException Invalid(string message) => new(AgentErrorCode.Invalid, message);
}
