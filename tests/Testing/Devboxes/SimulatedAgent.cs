using System.Collections.Concurrent;
using BenchCluster.Devboxes;

namespace BenchCluster.Tests.Devboxes;

/// <summary>A simulated agent; see <see cref="SimulatedDevboxHost"/>.</summary>
internal sealed class SimulatedAgent(string devboxId, SimulatedDevboxHost host) : IDevboxAgent
{
    private readonly ConcurrentDictionary<string, Lazy<Task<ProcessStatus>>> _processes = new();
    private readonly ConcurrentDictionary<string, byte[]> _files = new();

    public ProcessStatus? Recorded(string id) =>
        _processes.TryGetValue(id, out var process) && process.Value.IsCompletedSuccessfully ? process.Value.Result : null;

    public async Task AwaitReadyAsync(CancellationToken cancellationToken)
    {
        while (!host.Answers(devboxId))
            await Task.Delay(20, cancellationToken);
    }

    public Task<bool> IsAliveAsync(CancellationToken cancellationToken) => Task.FromResult(host.Answers(devboxId));

    public async Task<ProcessStatus> StartAsync(ProcessStart start, TimeSpan wait, CancellationToken cancellationToken)
    {
        Check();
        _ = _processes.GetOrAdd(start.Id, _ => new Lazy<Task<ProcessStatus>>(() => RunAsync(start))).Value;
        return (await FindAsync(start.Id, wait, cancellationToken))!;
    }

    public async Task<ProcessStatus?> FindAsync(string id, TimeSpan wait, CancellationToken cancellationToken)
    {
        Check();
        if (!_processes.TryGetValue(id, out var process))
            return null;
        try
        {
            return await process.Value.WaitAsync(wait, cancellationToken);
        }
        catch (TimeoutException)
        {
            return new ProcessStatus { Id = id, State = ExecutionStatus.Running };
        }
    }

    public Task KillAsync(string id, bool wholeTree, CancellationToken cancellationToken) => Done();

    public Task InterruptAsync(string id, CancellationToken cancellationToken) => Done();

    public Task WriteStandardInputAsync(string id, ReadOnlyMemory<byte> bytes, bool close, CancellationToken cancellationToken) => Done();

    public Task QuiesceAsync(CancellationToken cancellationToken) => Done();

    public async Task WriteFileAsync(string path, Stream content, UnixFileMode mode, string? owner, CancellationToken cancellationToken)
    {
        Check();
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy, cancellationToken);
        _files[path] = copy.ToArray();
    }

    public Task<byte[]?> ReadSmallFileAsync(string path, int limit, CancellationToken cancellationToken)
    {
        Check();
        return Task.FromResult(_files.GetValueOrDefault(path));
    }

    public Task UnpackAsync(string directory, Stream tar, CancellationToken cancellationToken) => Done();

    public Task RemoveAsync(string path, CancellationToken cancellationToken)
    {
        Check();
        _files.TryRemove(path, out _);
        return Task.CompletedTask;
    }

    public Task MakeDirectoryAsync(string path, UnixFileMode mode, CancellationToken cancellationToken) => Done();

    private async Task<ProcessStatus> RunAsync(ProcessStart start)
    {
        host.Started.Enqueue((devboxId, start.Id));
        var exit = await host.Script(start);
        return new ProcessStatus
        {
            Id = start.Id,
            State = ExecutionStatus.Completed,
            ExitStatus = exit.Status,
            StdoutTail = exit.Stdout,
            TimedOut = exit.IsTimeout,
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
}
