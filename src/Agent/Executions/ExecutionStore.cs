using System.Runtime.InteropServices;
using System.Text.Json;
using BenchCluster.Agent.Files;
using BenchCluster.Agent.Native;
using BenchCluster.AgentProtocol;

namespace BenchCluster.Agent.Executions;

/// <summary>
/// The executions on disk: one directory each. Root in the devbox can write here too, so links, pipes and what the
/// agent did not make itself are neither followed nor believed.
/// </summary>
/// <param name="runDirectory">The agent's directory.</param>
internal sealed class ExecutionStore(string runDirectory, TimeProvider clock)
{
    private const string StatusFile = "status.json";

    private const uint OwnerOnly = 0x1C0;

    private readonly string _directory = Path.Combine(runDirectory, ExecutionArchive.Directory);
    private readonly ExecutionArchive _archive = new(runDirectory);

    /// <summary>Ids of all that earlier agents left.</summary>
    public IEnumerable<string> Ids() => Directory.Exists(_directory)
        ? Directory.EnumerateDirectories(_directory).Select(path => Path.GetFileName(path)).Where(ExecutionId.IsValid)
        : [];

    /// <summary>Makes the directory of a new one. What is in its place was planted, and goes out of the way, however large.</summary>
    /// <exception cref="AgentException">It cannot be made; then it is not there.</exception>
    public (OutputFile Stdout, OutputFile Stderr) Create(ExecutionStart start)
    {
        var path = PathOf(start.Id);
        if (Libc.mkdir(path, OwnerOnly) != 0)
            MakeAgain(start.Id, Marshal.GetLastPInvokeError());
        Note(start, path);
        return (OutputOf(start, OutputKind.Stdout), OutputOf(start, OutputKind.Stderr));
    }

    /// <summary>Removes one that was not started.</summary>
    public void Remove(string id) => Directory.Delete(PathOf(id), recursive: true);

    /// <summary>Writes a report, whole or not at all; what is wrong, or null.</summary>
    public string? Save(ExecutionReport report)
    {
        var path = Path.Combine(PathOf(report.Id), StatusFile);
        try
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(ExecutionArchive.WithoutKeptTails(report), AgentJson.Default.ExecutionReport);
            File.Delete(path + ".new");
            using (var file = File.OpenHandle(path + ".new", FileMode.CreateNew, FileAccess.Write))
                RandomAccess.Write(file, json, 0);
            File.Move(path + ".new", path, overwrite: true);
            return null;
        }
        catch (Exception e) when (FileFailure.Explain(e, path) is { } known)
        {
            return known.Message;
        }
    }

    /// <summary>How one ended.</summary>
    public ExecutionReport Find(string id, bool withTails)
    {
        var report = _archive.FindBare(id) ?? Lost(id);
        return withTails ? _archive.WithTails(report) : report with { StdoutTail = null, StderrTail = null };
    }

    /// <summary>An output; null where nothing is kept, or not yet.</summary>
    public FileStream? OpenOutput(string id, OutputKind stream) => _archive.OpenKept(id, stream);

    /// <summary>Notes down what was asked for. Where the disk is full it is not known later, and nothing else is wrong.</summary>
    private void Note(ExecutionStart start, string path)
    {
        try
        {
            var note = new ExecutionCommand(clock.GetUtcNow().ToUnixTimeMilliseconds(), start.ShellName, start.Command).ToText();
            using var file = File.OpenHandle(Path.Combine(path, ExecutionArchive.CommandFile), FileMode.CreateNew, FileAccess.Write);
            RandomAccess.Write(file, System.Text.Encoding.UTF8.GetBytes(note), 0);
        }
        catch (Exception e) when (FileFailure.Explain(e, path) is not null)
        {
            return;
        }
    }

    private void MakeAgain(string id, int error)
    {
        var path = PathOf(id);
        if (error == Libc.ErrorNoEntry)
            _ = Libc.mkdir(_directory, OwnerOnly);
        else if (error == Libc.ErrorExists)
            _ = Libc.rename(path, Path.Combine(_directory, $".planted-{Guid.NewGuid():N}"));
        if (Libc.mkdir(path, OwnerOnly) != 0)
            throw SystemFailure.Last($"'{path}' cannot be made");
    }

    private OutputFile OutputOf(ExecutionStart start, OutputKind stream) => new(
        Path.Combine(PathOf(start.Id), ExecutionArchive.FileName(stream)),
        start.MaxOutputBytes ?? ExecutionStart.DefaultMaxOutputBytes,
        new OutputClock(Path.Combine(PathOf(start.Id), ExecutionArchive.TimesName(stream)), clock));

    private string PathOf(string id) => Path.Combine(_directory, id);

    /// <summary>One that has no end on record was cut off with the agent before this one.</summary>
    private ExecutionReport Lost(string id)
    {
        var (stdout, stderr) = (LengthOf(id, OutputKind.Stdout), LengthOf(id, OutputKind.Stderr));
        return new ExecutionReport
        {
            Id = id,
            Phase = ExecutionPhase.Exited,
            ExitCode = 137,
            Signal = 9,
            Problem = "It was cut off when the container stopped.",
            StdoutBytes = stdout,
            StderrBytes = stderr,
            StdoutKept = stdout,
            StderrKept = stderr,
        };
    }

    private long LengthOf(string id, OutputKind stream)
    {
        using var file = OpenOutput(id, stream);
        return file?.Length ?? 0;
    }
}
