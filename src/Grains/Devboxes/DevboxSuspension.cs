using BenchCluster.Engine;

namespace BenchCluster.Devboxes;

/// <summary>Suspends a devbox: its hooks run, its container is stopped, its disk stays.</summary>
internal sealed partial class DevboxSuspension(
    IContainerEngine engine, IDevboxHost host, DevboxServices services, ConfidentialValues confidential, TimeProvider clock, ILogger<DevboxSuspension> logger)
{
    private const long StandardDeadlineMs = 30_000;
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(20);

    /// <summary>Does both; every part may be done twice.</summary>
    public async Task SuspendAsync(DevboxState state, string container, CancellationToken cancellationToken)
    {
        if (state.Spec!.Request.LaunchParameters?.Lifecycle?.LifecycleHooks is { SuspendCommands: { Count: > 0 } commands } hooks)
        {
            using var deadline = new CancellationTokenSource(TimeSpan.FromMilliseconds(hooks.SuspendDeadlineMs ?? StandardDeadlineMs), clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
            try
            {
                await RunHooksAsync(state, commands, either.Token);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                // What fails or takes too long does not keep a devbox from being suspended (the contract's rule).
                LogHooksAbandoned(logger, state.Id, deadline.IsCancellationRequested ? "their time was over" : e.Message);
            }
        }

        await services.StopAsync(state, container, cancellationToken);
        await engine.StopAsync(container, StopGrace, cancellationToken);
    }

    private async Task RunHooksAsync(DevboxState state, IReadOnlyList<string> commands, CancellationToken cancellationToken)
    {
        var agent = host.Connect(state.Id);
        for (var i = 0; i < commands.Count; i++)
        {
            var start = new ProcessStart
            {
                Id = $"suspend-{state.Boot}-{i:D3}",
                Command = commands[i],
                User = state.Facts!.User,
                Environment = confidential.Give(state.Id, state.Confidential).Environment,
            };
            var status = await agent.StartAsync(start, Poll, cancellationToken);
            while (status.State is not ExecutionStatus.Completed)
                status = await agent.FindAsync(start.Id, Poll, cancellationToken) ?? throw new AgentUnreachableException($"The agent has lost the command '{start.Id}'.");
            if (status.ExitStatus != 0)
                LogHookFailed(logger, state.Id, commands[i], status.ExitStatus);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Id}: the suspend command '{Command}' ended with exit status {ExitStatus}.")]
    private static partial void LogHookFailed(ILogger logger, string id, string command, int? exitStatus);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Id}: the suspend commands are abandoned: {Reason}")]
    private static partial void LogHooksAbandoned(ILogger logger, string id, string reason);
}
