using System.Collections.Concurrent;
using System.Diagnostics;
using BenchCluster.Devboxes;
using BenchCluster.Resources;

namespace BenchCluster.Tests.Devboxes;

/// <summary>A simulated agent; see <see cref="SimulatedDevboxHost"/>.</summary>
internal sealed class SimulatedAgent(string devboxId, SimulatedDevboxHost host) : IDevboxAgent
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);
    private readonly ConcurrentDictionary<string, Lazy<Process>> _processes = new();
    private TaskCompletionSource _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The files in the devbox, by path.</summary>
    public ConcurrentDictionary<string, byte[]> Files { get; } = new();

    public ProcessStatus? Recorded(string id) =>
        _processes.TryGetValue(id, out var process) && process.Value.End.IsCompletedSuccessfully ? process.Value.End.Result : null;

    /// <summary>Ends the calls that wait; those that come when the container was started again are others.</summary>
    public void Break() =>
        Interlocked.Exchange(ref _broken, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    public async Task AwaitReadyAsync(CancellationToken cancellationToken)
    {
        while (!host.Answers(devboxId))
            await Task.Delay(Pause, cancellationToken);
    }

    public Task<bool> IsAliveAsync(CancellationToken cancellationToken) => Task.FromResult(host.Answers(devboxId));

    public async Task<ProcessStatus> StartAsync(ProcessStart start, TimeSpan wait, CancellationToken cancellationToken)
    {
        Check();
        _ = _processes.GetOrAdd(start.Id, _ => new Lazy<Process>(() => Run(start))).Value;
        return (await FindAsync(start.Id, wait, cancellationToken))!;
    }

    public async Task<ProcessStatus?> FindAsync(string id, TimeSpan wait, CancellationToken cancellationToken)
    {
        var broken = Volatile.Read(ref _broken).Task;
        Check();
        if (!_processes.TryGetValue(id, out var process))
            return null;
        var end = process.Value.End;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(end, broken, Task.Delay(wait, limit.Token));
        await limit.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        Check();
        return end.IsCompleted ? await end : new ProcessStatus { Id = id, State = ExecutionStatus.Running };
    }

    public Task<int> CountRunningAsync(CancellationToken cancellationToken)
    {
        Check();
        return Task.FromResult(_processes.Values.Count(process => !process.Value.End.IsCompleted));
    }

    public Task KillAsync(string id, bool wholeTree, CancellationToken cancellationToken)
    {
        Check();
        if (!_processes.TryGetValue(id, out var process))
            throw new BenchException(BenchError.NotFound, $"There is no execution '{id}'.");
        process.Value.Kill.TrySetResult(new SimulatedExit(137));
        return Task.CompletedTask;
    }

    public Task InterruptAsync(string id, CancellationToken cancellationToken) => Done();

    public Task WriteStandardInputAsync(string id, ReadOnlyMemory<byte> bytes, bool close, CancellationToken cancellationToken) => Done();

    public Task<int> CountProcessesAsync(CancellationToken cancellationToken)
    {
        Check();
        return Task.FromResult(0);
    }

    public Task<DiskChanges> FindChangesAsync(DateTimeOffset since, IReadOnlyList<string> directories, CancellationToken cancellationToken)
    {
        Check();
        return Task.FromResult(host.Changes(devboxId));
    }

    public Task QuiesceAsync(CancellationToken cancellationToken) => Done();

    public async Task WriteFileAsync(string path, Stream content, UnixFileMode mode, string? owner, CancellationToken cancellationToken)
    {
        Check();
        if (host.Refuses(path) is { } refusal)
            throw refusal;
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy, cancellationToken);
        Files[path] = copy.ToArray();
    }

    public Task<byte[]?> ReadSmallFileAsync(string path, int limit, CancellationToken cancellationToken)
    {
        Check();
        return Files.TryGetValue(path, out var bytes) && bytes.Length > limit
            ? throw new BenchException(BenchError.BadRequest, $"The file '{path}' is larger than {limit} bytes.")
            : Task.FromResult(bytes);
    }

    public Task UnpackAsync(string directory, Stream tar, string? owner, CancellationToken cancellationToken) => Done();

    public Task<string> HomeAsync(string user, CancellationToken cancellationToken)
    {
        Check();
        return Task.FromResult(user is "root" ? "/root" : $"/home/{user}");
    }

    public Task RemoveAsync(string path, CancellationToken cancellationToken)
    {
        Check();
        foreach (var file in Files.Keys.Where(file => file == path || file.StartsWith($"{path}/", StringComparison.Ordinal)))
            Files.TryRemove(file, out _);
        return Task.CompletedTask;
    }

    public Task MakeDirectoryAsync(string path, UnixFileMode? mode, CancellationToken cancellationToken) => Done();

    private Process Run(ProcessStart start)
    {
        host.Started.Enqueue((devboxId, start.Id));
        var kill = new TaskCompletionSource<SimulatedExit>(TaskCreationOptions.RunContinuationsAsynchronously);
        // Not on the caller's scheduler: the process goes on when its caller is gone.
        return new Process(kill, Task.Run(() => EndAsync(start, kill.Task)));
    }

    private async Task<ProcessStatus> EndAsync(ProcessStart start, Task<SimulatedExit> kill)
    {
        var clock = Stopwatch.StartNew();
        var exit = await await Task.WhenAny(host.Script(start), kill);
        return new ProcessStatus
        {
            Id = start.Id,
            State = ExecutionStatus.Completed,
            ExitStatus = exit.Status,
            StdoutTail = exit.Stdout,
            StderrTail = exit.Stderr,
            TimedOut = exit.IsTimeout,
            ShellName = start.ShellName,
            Duration = clock.Elapsed,
        };
    }

    private Task Done()
    {
        Check();
        return Task.CompletedTask;
    }

    private void Check()
    {
        if (!host.Answers(devboxId))
            throw new AgentUnreachableException($"The simulated agent of {devboxId} does not answer.");
    }

    private sealed record Process(TaskCompletionSource<SimulatedExit> Kill, Task<ProcessStatus> End);
}
