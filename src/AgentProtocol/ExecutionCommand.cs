namespace BenchCluster.AgentProtocol;

/// <summary>What an execution was asked to do, as the agent notes it down when it takes it on.</summary>
/// <param name="AtMs">When, in Unix milliseconds.</param>
/// <param name="ShellName">The named shell.</param>
/// <param name="Command">The beginning of the command, at most <see cref="LongestCommand"/> characters.</param>
public sealed record ExecutionCommand(long AtMs, string? ShellName, string Command)
{
    /// <summary>What is kept of a command, in characters.</summary>
    public const int LongestCommand = 4096;

    /// <summary>The note as it is written: time, shell, and the command to the end.</summary>
    public string ToText() => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{AtMs}\n{ShellName}\n{(Command.Length <= LongestCommand ? Command : Command[..LongestCommand])}");

    /// <summary>The note in a text; null when it is none.</summary>
    public static ExecutionCommand? Parse(string text)
    {
        var parts = text.Split('\n', 3);
        return parts.Length == 3 && long.TryParse(parts[0], System.Globalization.CultureInfo.InvariantCulture, out var at) && at >= 0
            ? new ExecutionCommand(at, parts[1].Length == 0 ? null : parts[1], parts[2])
            : null;
    }
}
