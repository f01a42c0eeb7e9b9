using System.Net.Sockets;
using BenchCluster.AgentProtocol;
using BenchCluster.Devboxes;

namespace BenchCluster.DevboxAgents;

/// <summary>The agent of one devbox, in the grains' terms: failures are theirs, and so are the records.</summary>
internal sealed class AgentConnection(AgentClient client) : IDevboxAgent
{
    private const int SigInt = 2;
    private const int SigKill = 9;

    /// <summary>The agent is up a few milliseconds after its container is; nothing tells when.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(1);

    private static readonly TimeSpan LastPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan AliveWithin = TimeSpan.FromSeconds(2);

    public async Task AwaitReadyAsync(CancellationToken cancellationToken)
    {
        for (var pause = FirstPause; ; pause = pause * 2 > LastPause ? LastPause : pause * 2)
        {
            try
            {
                await client.HelloAsync(cancellationToken);
                return;
            }
            catch (Exception e) when (e is SocketException or IOException)
            {
                await Task.Delay(pause, cancellationToken);
            }
        }
    }

    public async Task<bool> IsAliveAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(AliveWithin);
        try
        {
            await client.HelloAsync(limit.Token);
            return true;
        }
        catch (Exception e) when (e is SocketException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    public Task<ProcessStatus> StartAsync(ProcessStart start, TimeSpan wait, CancellationToken cancellationToken) => AgentFailures.TranslateAsync(
        async () => ProcessReports.StatusOf(await client.StartAsync(ProcessReports.StartOf(start), wait, cancellationToken)));

    public async Task<ProcessStatus?> FindAsync(string id, TimeSpan wait, CancellationToken cancellationToken)
    {
        try
        {
            return await AgentFailures.TranslateAsync(async () => ProcessReports.StatusOf(await client.WaitAsync(id, wait, cancellationToken)));
        }
        catch (BenchException e) when (e.Code is BenchError.NotFound)
        {
            return null;
        }
    }

    public Task<int> CountRunningAsync(CancellationToken cancellationToken) => AgentFailures.TranslateAsync(
        async () => (await client.StatsAsync(cancellationToken)).Executions);

    public async Task KillAsync(string id, bool wholeTree, CancellationToken cancellationToken)
    {
        try
        {
            await client.SignalAsync(id, SigKill, wholeTree ? SignalScope.Tree : SignalScope.Process, cancellationToken);
        }
        catch (AgentException e) when (e.Code is AgentErrorCode.Ended)
        {
            // That is what was asked for.
        }
        catch (Exception e) when (AgentFailures.Of(e) is { } failure)
        {
            throw failure;
        }
    }

    public Task InterruptAsync(string id, CancellationToken cancellationToken) =>
        AgentFailures.TranslateAsync(() => client.SignalAsync(id, SigInt, SignalScope.Group, cancellationToken));

    public Task WriteStandardInputAsync(string id, ReadOnlyMemory<byte> bytes, bool close, CancellationToken cancellationToken) =>
        AgentFailures.TranslateAsync(() => client.WriteInputAsync(id, bytes, close, cancellationToken));

    public Task<int> CountProcessesAsync(CancellationToken cancellationToken) => AgentFailures.TranslateAsync(
        async () => (await client.StatsAsync(cancellationToken)).Processes);

    public Task<DiskChanges> FindChangesAsync(DateTimeOffset since, IReadOnlyList<string> directories, CancellationToken cancellationToken) =>
        AgentFailures.TranslateAsync(async () =>
        {
            var search = new ChangeSearch { SinceMs = since.ToUnixTimeMilliseconds(), Directories = directories };
            var found = await client.FindChangesAsync(search, cancellationToken);
            return new DiskChanges(found.Paths, found.IsAll);
        });

    public Task QuiesceAsync(CancellationToken cancellationToken) => AgentFailures.TranslateAsync(() => client.QuiesceAsync(cancellationToken));

    public Task WriteFileAsync(string path, Stream content, UnixFileMode mode, string? owner, CancellationToken cancellationToken) =>
        AgentFailures.TranslateAsync(() => client.WriteFileAsync(
            new FileTarget { Path = path, Mode = (int)mode, Owner = owner }, content, cancellationToken));

    public async Task<byte[]?> ReadSmallFileAsync(string path, int limit, CancellationToken cancellationToken)
    {
        try
        {
            return await AgentFailures.TranslateAsync(async () =>
            {
                await using var file = await client.OpenReadAsync(new FileTarget { Path = path }, cancellationToken);
                var buffer = new byte[limit + 1];
                var length = await file.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
                return length > limit
                    ? throw new BenchException(BenchError.BadRequest, $"The file '{path}' is larger than {limit} bytes.")
                    : buffer[..length];
            });
        }
        catch (BenchException e) when (e.Code is BenchError.NotFound)
        {
            return null;
        }
    }

    public Task UnpackAsync(string directory, Stream tar, string? owner, CancellationToken cancellationToken) =>
        AgentFailures.TranslateAsync(() => client.UnpackAsync(new FileTarget { Path = directory, Owner = owner }, tar, cancellationToken));

    public Task<string> HomeAsync(string user, CancellationToken cancellationToken) =>
        AgentFailures.TranslateAsync(() => client.HomeAsync(user, cancellationToken));

    public async Task RemoveAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await AgentFailures.TranslateAsync(() => client.RemoveAsync(new FileTarget { Path = path, Recursive = true }, cancellationToken));
        }
        catch (BenchException e) when (e.Code is BenchError.NotFound)
        {
            // That is what was asked for.
        }
    }

    public Task MakeDirectoryAsync(string path, UnixFileMode? mode, CancellationToken cancellationToken) =>
        AgentFailures.TranslateAsync(() => client.MakeDirectoryAsync(new FileTarget { Path = path, Mode = (int?)mode }, cancellationToken));
}
