using System.Text;
using BenchCluster.AgentProtocol;
using BenchCluster.Devboxes;

namespace BenchCluster.DevboxAgents;

/// <summary>
/// The log of a devbox, from what its executions left in its directory: read anew each time, so that it is there after
/// any restart and for a devbox that has ended.
/// </summary>
internal sealed class ExecutionLogs(ExecutionArchive archive)
{
    private const int LongestOutput = 1 << 20;
    private const int MostLines = 100_000;
    private const string Info = "info";
    private const string Error = "error";

    /// <summary>The lines by time: all, those of an execution, or those of a named shell. Of many the last are kept.</summary>
    public IReadOnlyList<DevboxLogLine> Read(string? executionId, string? shellName)
    {
        IEnumerable<string> ids = executionId is null ? archive.Ids() : [executionId];
        var lines = ids.Select(id => (Id: id, Command: archive.FindCommand(id)))
            .Where(execution => execution.Command is not null && (shellName is null || execution.Command.ShellName == shellName))
            .OrderByDescending(execution => execution.Command!.AtMs)
            .SelectMany(execution => LinesOf(execution.Id, execution.Command!).AsEnumerable().Reverse())
            .Take(MostLines)
            .Reverse();
        // The sort is stable: what came at one time stays in its order.
        return [.. lines.OrderBy(line => line.TimestampMs)];
    }

    private List<DevboxLogLine> LinesOf(string id, ExecutionCommand command)
    {
        var report = archive.FindBare(id);
        var line = new DevboxLogLine
        {
            Level = Info,
            Source = SourceOf(id),
            TimestampMs = command.AtMs,
            CmdId = id,
            ShellName = command.ShellName,
        };
        var start = Math.Max(command.AtMs, report?.StartedMs ?? 0);
        var output = OutputOf(id, OutputKind.Stdout, start, line).Concat(OutputOf(id, OutputKind.Stderr, start, line with { Level = Error }));
        List<DevboxLogLine> lines = [line with { Cmd = command.Command }, .. output.OrderBy(l => l.TimestampMs)];
        if (report is { Phase: ExecutionPhase.Exited })
        {
            lines.Add(line with
            {
                Level = report.ExitCode is 0 ? Info : Error,
                TimestampMs = Math.Max(lines[^1].TimestampMs, report.EndedMs ?? start),
                ExitCode = report.ExitCode,
            });
        }

        return lines;
    }

    private IEnumerable<DevboxLogLine> OutputOf(string id, OutputKind stream, long startMs, DevboxLogLine line)
    {
        using var file = archive.OpenKept(id, stream);
        if (file is null || file.Length == 0)
            yield break;
        var times = archive.TimesOf(id, stream);
        var offset = Math.Max(0, file.Length - LongestOutput);
        if (offset > 0)
            yield return line with { TimestampMs = times.At(offset, startMs), Message = $"[{offset} bytes before are left out]" };
        file.Seek(offset, SeekOrigin.Begin);
        var bytes = new byte[(int)Math.Min(LongestOutput, file.Length - offset)];
        var rest = bytes.AsMemory(0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        while (rest.Length > 0)
        {
            var end = rest.Span.IndexOf((byte)'\n') is var found and >= 0 ? found : rest.Length;
            yield return line with { TimestampMs = times.At(offset, startMs), Message = Encoding.UTF8.GetString(rest.Span[..end]).TrimEnd('\r') };
            var step = Math.Min(end + 1, rest.Length);
            (rest, offset) = (rest[step..], offset + step);
        }
    }

    private static DevboxLogSource SourceOf(string id) =>
        id.StartsWith("launch-", StringComparison.Ordinal) || id.StartsWith("suspend-", StringComparison.Ordinal) ? DevboxLogSource.SetupCommands
        : id.StartsWith("entrypoint-", StringComparison.Ordinal) ? DevboxLogSource.Entrypoint
        : DevboxLogSource.Exec;
}
