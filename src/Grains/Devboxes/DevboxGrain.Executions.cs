using System.Text;
using BenchCluster.Engine;

namespace BenchCluster.Devboxes;

/// <summary>The executions of a devbox, and what scenario runs do in it. All of it interleaves: nothing here changes state.</summary>
internal sealed partial class DevboxGrain
{
    private const int SmallFile = 1 << 20;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(25);

    public async Task<ExecutionView> Execute(
        ExecuteCommand command, TimeSpan wait, int lastLines, CancellationToken cancellationToken)
    {
        var facts = Use();
        var start = new ProcessStart
        {
            Id = command.Id,
            Command = command.Command,
            ShellName = command.ShellName,
            User = facts.User,
            Environment = Confidential.Environment,
            AttachStdin = command.AttachStdin,
        };
        var status = await ReachAsync(agent => agent.StartAsync(start, Bounded(wait), cancellationToken));
        return ExecutionViews.Of(Id, status, lastLines);
    }

    public async Task<ExecutionView> GetExecution(
        string executionId, TimeSpan wait, int lastLines, CancellationToken cancellationToken)
    {
        RequireHere();
        var status = Existing().Status is DevboxStatus.Running
            ? await ReachAsync(agent => agent.FindAsync(executionId, Bounded(wait), cancellationToken))
            : host.FindRecorded(Id, executionId);
        return ExecutionViews.Of(Id, status ?? throw NoExecution(executionId), lastLines);
    }

    public async Task<ExecutionView> KillExecution(string executionId, bool wholeGroup)
    {
        _ = Use();
        await ReachAsync(agent => agent.KillAsync(executionId, wholeGroup, CancellationToken.None));
        return await GetExecution(executionId, TimeSpan.FromSeconds(5), 100, CancellationToken.None);
    }

    public async Task SendStandardInput(string executionId, StandardInputRequest input)
    {
        _ = Use();
        var isEnd = input.Signal is "EOF";
        if (input.Text is not null || isEnd)
        {
            var bytes = Encoding.UTF8.GetBytes(input.Text ?? "");
            await ReachAsync(agent => agent.WriteStandardInputAsync(executionId, bytes, isEnd, CancellationToken.None));
        }

        if (input.Signal is "INTERRUPT")
            await ReachAsync(agent => agent.InterruptAsync(executionId, CancellationToken.None));
    }

    public Task<DevboxAccess> Access()
    {
        var facts = Use();
        return Task.FromResult(new DevboxAccess(State.Node ?? identity.Node, facts.User));
    }

    public Task<SessionAccess> OpenSession()
    {
        var facts = Use();
        return Task.FromResult(new SessionAccess(facts.User, Confidential.Environment));
    }

    public Task<DevboxFacts> Facts() => Task.FromResult(RunningFacts());

    public async Task Entrust(IReadOnlyList<string> values)
    {
        _ = Existing();
        var entrusted = values.Except(Confidential.Values()).ToList();
        if (entrusted.Count == 0)
            return;
        var all = Confidential with { Entrusted = [.. Confidential.Entrusted, .. entrusted] };
        await ApplyAsync(new DevboxEvent.Entrusted(confidential.Protect(Id, all)));
        _confidential = null;
    }

    public Task<IReadOnlyList<string>> ConfidentialValues()
    {
        _ = Existing();
        return Task.FromResult<IReadOnlyList<string>>([.. Confidential.Values()]);
    }

    public Task<ProcessStatus> Start(ProcessStart start, TimeSpan wait, CancellationToken cancellationToken)
    {
        _ = Use();
        // What the process is given of its own goes before what all have.
        var environment = new Dictionary<string, string>(Confidential.Environment);
        foreach (var (variable, value) in start.Environment)
            environment[variable] = value;
        start = start with { Environment = environment };
        return ReachAsync(agent => agent.StartAsync(start, Bounded(wait), cancellationToken));
    }

    public Task<ProcessStatus?> Find(string id, TimeSpan wait, CancellationToken cancellationToken)
    {
        _ = RunningFacts();
        return ReachAsync(agent => agent.FindAsync(id, Bounded(wait), cancellationToken));
    }

    public Task Kill(string id) => ReachAsync(agent => agent.KillAsync(id, wholeTree: true, CancellationToken.None));

    public Task Quiesce() => ReachAsync(agent => agent.QuiesceAsync(CancellationToken.None));

    public Task<int> CountProcesses() => ReachAsync(agent => agent.CountProcessesAsync(CancellationToken.None));

    public Task<DiskChanges> FindChanges(DateTimeOffset since, IReadOnlyList<string> directories) =>
        ReachAsync(agent => agent.FindChangesAsync(since, directories, CancellationToken.None));

    public async Task SetNetwork(ContainerNetwork? network, CancellationToken cancellationToken)
    {
        if (Existing().Status is not DevboxStatus.Running)
            throw NotRunning();
        try
        {
            await provisioner.SetNetworkAsync(State, network, cancellationToken);
        }
        catch (EngineException e)
        {
            throw new BenchException(
                e.Error is EngineError.Unavailable or EngineError.NoSuchContainer ? BenchError.Unavailable : BenchError.BadRequest,
                $"The devbox's network could not be changed: {e.Message}");
        }
    }

    public async Task WriteFiles(IReadOnlyList<DevboxFile> files)
    {
        foreach (var file in files)
        {
            await ReachAsync(agent => agent.WriteFileAsync(
                file.Path, new MemoryStream(Encoding.UTF8.GetBytes(file.Content)), file.Mode, null, CancellationToken.None));
        }
    }

    public async Task Unpack(string objectId, string directory)
    {
        await ReachAsync(agent => agent.RemoveAsync(directory, CancellationToken.None));
        await using var content = await OpenAsync(objectId);
        await ReachAsync(agent => agent.UnpackAsync(directory, content, null, CancellationToken.None));
    }

    public async Task UnpackOver(string objectId, string directory, string user)
    {
        await using var content = await OpenAsync(objectId);
        await ReachAsync(agent => agent.UnpackAsync(directory, content, user, CancellationToken.None));
    }

    public async Task<string?> ReadSmallFile(string path) =>
        await ReachAsync(agent => agent.ReadSmallFileAsync(path, SmallFile, CancellationToken.None)) is { } bytes
            ? Encoding.UTF8.GetString(bytes)
            : null;

    public async Task ResetDirectory(string path, string owner, IReadOnlyList<string> files)
    {
        await ReachAsync(agent => agent.RemoveAsync(path, CancellationToken.None));
        // With the sticky bit, as /tmp has it.
        const UnixFileMode everybody = (UnixFileMode)0b1_111_111_111;
        await ReachAsync(agent => agent.MakeDirectoryAsync(path, everybody, CancellationToken.None));
        const UnixFileMode readable = (UnixFileMode)0b110_100_100;
        foreach (var file in files)
            await ReachAsync(agent => agent.WriteFileAsync($"{path}/{file}", new MemoryStream(), readable, owner, CancellationToken.None));
    }

    public Task<byte[]> ReadOutput(string id, int mostBytes)
    {
        RequireHere();
        return Task.FromResult(host.ReadOutput(Id, id, mostBytes) ?? []);
    }

    public async Task Remove(IReadOnlyList<string> paths)
    {
        foreach (var path in paths)
            await ReachAsync(agent => agent.RemoveAsync(path, CancellationToken.None));
    }

    private async Task<Stream> OpenAsync(string objectId)
    {
        try
        {
            return await objects.OpenReadAsync(objectId, CancellationToken.None);
        }
        catch (FileNotFoundException)
        {
            throw new BenchException(BenchError.NotFound, $"There are no bytes of the object '{objectId}': it was deleted, or never uploaded.");
        }
    }

    private static TimeSpan Bounded(TimeSpan wait) => wait > LongestWait ? LongestWait : wait;

    private DevboxConfidential Confidential => _confidential ??= confidential.Give(Id, State.Confidential);

    /// <summary>Facts of the running devbox, which is used now.</summary>
    private DevboxFacts Use()
    {
        _idle.Touch();
        return RunningFacts();
    }

    private DevboxFacts RunningFacts()
    {
        RequireHere();
        return Existing().Status is DevboxStatus.Running ? State.Facts! : throw NotRunning();
    }

    /// <summary>Only its own node has its agent and its files.</summary>
    private void RequireHere()
    {
        if (Existing().Node is { } node && node != identity.Node)
            throw new BenchException(BenchError.Unavailable, $"The node '{node}' of the devbox '{Id}' is away.");
    }

    private BenchException NoExecution(string id) =>
        new(BenchError.NotFound, $"The devbox '{Id}' has no execution '{id}'.");

    private async Task ReachAsync(Func<IDevboxAgent, Task> call) =>
        await ReachAsync<object?>(async agent =>
        {
            await call(agent);
            return null;
        });

    /// <summary>Calls the agent; when it does not answer, finds out whether the container is gone and says so.</summary>
    private async Task<T> ReachAsync<T>(Func<IDevboxAgent, Task<T>> call)
    {
        RequireHere();
        try
        {
            return await call(host.Connect(Id));
        }
        catch (AgentUnreachableException e)
        {
            await this.AsReference<IDevboxGrain>().Reconcile();
            if (State.Status is not DevboxStatus.Running)
                throw NotRunning();
            throw new BenchException(BenchError.Unavailable, $"The agent of the devbox '{Id}' does not answer: {e.Message}");
        }
    }
}
