using System.Text.Json;

namespace BenchCluster.AgentProtocol;

/// <summary>
/// What a devbox's executions left in its directory; read on the host when the container is gone. Root in the devbox
/// can write there: what is read may be a lie, but never hangs or fails, nor is it anything from outside the directory.
/// </summary>
/// <param name="runDirectory">The devbox's own directory on the host.</param>
public sealed class ExecutionArchive(string runDirectory)
{
    /// <summary>The directory within the run directory that holds a directory for each execution.</summary>
    public const string Directory = "exec";

    /// <summary>The most of an output that a report holds.</summary>
    public const int TailLength = 64 * 1024;

    /// <summary>The name of the note of what was asked for.</summary>
    public const string CommandFile = "command";

    private const int MostExecutions = 100_000;
    private const string StatusFile = "status.json";
    private const int LongestReport = 1 << 20;

    /// <summary>An execution's final report, without the tails of outputs that are kept; null when there is none that can be read.</summary>
    public ExecutionReport? FindBare(string id)
    {
        if (!ExecutionId.IsValid(id))
            return null;
        using var file = HostFiles.OpenPlain(runDirectory, Directory, id, StatusFile);
        if (file is null || file.Length > LongestReport)
            return null;
        try
        {
            return JsonSerializer.Deserialize(file, AgentJson.Default.ExecutionReport) is { } report ? report with { Id = id } : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>An execution's final report; null when there is none that can be read.</summary>
    public ExecutionReport? Find(string id) => FindBare(id) is { } report ? WithTails(report) : null;

    /// <summary>An execution's output from a byte on; null when there is no such execution.</summary>
    public Stream? OpenOutput(string id, OutputKind stream, long offset)
    {
        var file = OpenKept(id, stream);
        if (file is null)
            return ExecutionId.IsValid(id) && HostFiles.HasDirectory(runDirectory, Directory, id) ? Stream.Null : null;
        file.Seek(Math.Clamp(offset, 0, file.Length), SeekOrigin.Begin);
        return file;
    }

    /// <summary>What is kept of an execution's output; null when that is nothing.</summary>
    public FileStream? OpenKept(string id, OutputKind stream) =>
        ExecutionId.IsValid(id) ? HostFiles.OpenPlain(runDirectory, Directory, id, FileName(stream)) : null;

    /// <summary>The name of an output's file.</summary>
    public static string FileName(OutputKind stream) => stream is OutputKind.Stdout ? "stdout" : "stderr";

    /// <summary>The name of the file of an output's times.</summary>
    public static string TimesName(OutputKind stream) => FileName(stream) + ".times";

    /// <summary>The ids of all that are on disk.</summary>
    public IReadOnlyList<string> Ids() => [.. HostFiles.Names(runDirectory, Directory).Where(ExecutionId.IsValid).Take(MostExecutions)];

    /// <summary>What an execution was asked to do; null when that is not known.</summary>
    public ExecutionCommand? FindCommand(string id)
    {
        using var file = ExecutionId.IsValid(id) ? HostFiles.OpenPlain(runDirectory, Directory, id, CommandFile) : null;
        return file is null ? null : ExecutionCommand.Parse(System.Text.Encoding.UTF8.GetString(ReadAtMost(file, 8 * ExecutionCommand.LongestCommand)));
    }

    /// <summary>When an execution's output came.</summary>
    public OutputTimes TimesOf(string id, OutputKind stream)
    {
        using var file = ExecutionId.IsValid(id) ? HostFiles.OpenPlain(runDirectory, Directory, id, TimesName(stream)) : null;
        return OutputTimes.Read(file is null ? [] : ReadAtMost(file, OutputTimes.MostMarks * OutputTimes.MarkLength));
    }

    /// <summary>A report as it is kept: a tail that is the end of the output's file is not written twice.</summary>
    public static ExecutionReport WithoutKeptTails(ExecutionReport report) => report with
    {
        StdoutTail = report.StdoutBytes == report.StdoutKept ? null : report.StdoutTail,
        StderrTail = report.StderrBytes == report.StderrKept ? null : report.StderrTail,
    };

    /// <summary>A report with the tails that <see cref="WithoutKeptTails"/> took.</summary>
    public ExecutionReport WithTails(ExecutionReport report) => report with
    {
        StdoutTail = report.StdoutTail ?? ReadTail(report.Id, OutputKind.Stdout, report.StdoutKept),
        StderrTail = report.StderrTail ?? ReadTail(report.Id, OutputKind.Stderr, report.StderrKept),
    };

    private static byte[] ReadAtMost(FileStream file, int most)
    {
        var bytes = new byte[Math.Min(most, file.Length)];
        return bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }

    private byte[] ReadTail(string id, OutputKind stream, long end)
    {
        using var file = OpenKept(id, stream);
        if (file is null)
            return [];
        file.Seek(Math.Clamp(end - TailLength, 0, file.Length), SeekOrigin.Begin);
        var tail = new byte[Math.Clamp(end - file.Position, 0, TailLength)];
        return tail[..file.ReadAtLeast(tail, tail.Length, throwOnEndOfStream: false)];
    }
}
