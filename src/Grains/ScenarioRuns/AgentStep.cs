using BenchCluster.Devboxes;
using BenchCluster.Scoring;
using BenchCluster.Trajectories;

namespace BenchCluster.ScenarioRuns;

/// <summary>
/// Lets an agent of ours work in a run's devbox. Idempotent: the process's id is the attempt's, so after a crash the
/// running or finished agent is found.
/// </summary>
internal sealed class AgentStep(IGrainFactory grains, AgentEnvironment environments)
{
    /// <summary>How long an agent has where neither the run nor the scenario says (Harbor's default).</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(20);

    /// <summary>How the agent's work ended.</summary>
    public async Task<ScenarioRunEvent> RunAsync(ScenarioRunRecord run, TimeProvider clock, CancellationToken cancellationToken)
    {
        var agent = run.Spec!.Agent!;
        if (run.CurrentStep is { } step && await StepPreparation.FailureAsync(run, step, grains.GetGrain<IDevboxWork>(run.DevboxId), clock, cancellationToken) is { } unready)
        {
            var failed = new ScoringFunctionResult { ScoringFunctionName = step.Name, Score = 0, State = ScoringState.Error, Output = unready };
            return new ScenarioRunEvent.StepFailed(run.Attempt, failed, clock.GetUtcNow());
        }

        if (agent.Type is AgentKind.Nop)
            return new ScenarioRunEvent.AgentFinished(run.Attempt, new AgentResult(), clock.GetUtcNow());

        if (agent.Type is AgentKind.Installed && run.Scenario!.Agent?.McpServers is { Count: > 0 })
        {
            return new ScenarioRunEvent.Failed(
                run.Attempt, FailureClass.Agent, $"The recipe of '{agent.Name}' does not tell it of MCP servers, which the scenario counts on. A command finds them in {McpConfiguration.Path}.", clock.GetUtcNow());
        }

        var devbox = grains.GetGrain<IDevboxWork>(run.DevboxId);
        var facts = await devbox.Facts();
        var id = run.Results.Count == 0 ? $"agent-{run.Attempt}" : $"agent-{run.Attempt}-{run.Results.Count + 1}";
        var environment = await environments.OfAsync(agent, cancellationToken);
        var status = await devbox.Find(id, TimeSpan.Zero, cancellationToken);
        if (status is null)
        {
            if (agent.Type is AgentKind.Installed && await AgentInstallStep.RunAsync(run, devbox, environment, clock, cancellationToken) is { } failure)
                return failure;
            var work = await AgentWork.PrepareAsync(run, devbox);
            if (work is null)
            {
                return new ScenarioRunEvent.Failed(
                    run.Attempt, FailureClass.Reference, "The scenario has no reference solution for the oracle to apply.", clock.GetUtcNow());
            }

            await devbox.Entrust(environment.Confidential);
            status = await devbox.Start(
                new ProcessStart
                {
                    Id = id,
                    Command = work.Command,
                    User = agent.Type is AgentKind.Patch ? "root" : run.CurrentStep?.Agent?.User ?? run.Scenario!.Agent?.User ?? facts.User,
                    WorkingDirectory = facts.WorkingDirectory,
                    Environment = environment.Over(work.Environment),
                    Timeout = TimeoutOf(run),
                },
                Poll,
                cancellationToken);
        }

        while (status.State is not ExecutionStatus.Completed)
        {
            cancellationToken.ThrowIfCancellationRequested();
            status = await devbox.Find(id, Poll, cancellationToken)
                ?? throw new BenchException(BenchError.Unavailable, "The devbox has lost the agent's process.");
        }

        // Those of the environment, too, which every process has.
        var confidential = await devbox.ConfidentialValues();
        if (agent.Type is AgentKind.Patch && status.ExitStatus is not 0)
        {
            var said = Redaction.Of(ExecutionViews.LastLines(status.StderrTail, 5).Text.Trim(), confidential);
            return new ScenarioRunEvent.Failed(run.Attempt, FailureClass.Agent, $"The patch does not apply: {said}", clock.GetUtcNow());
        }

        return new ScenarioRunEvent.AgentFinished(
            run.Attempt,
            new AgentResult
            {
                ExitStatus = status.ExitStatus,
                TimedOut = status.TimedOut,
                Stdout = Redaction.Of(ExecutionViews.LastLines(status.StdoutTail, 100).Text, confidential),
                Stderr = Redaction.Of(ExecutionViews.LastLines(status.StderrTail, 100).Text, confidential),
                DurationMs = (long)status.Duration.TotalMilliseconds,
                Usage = await UsageAsync(devbox, status, cancellationToken),
            },
            clock.GetUtcNow());
    }

    /// <summary>
    /// What the agent says that it used; the file is the agent's, and what it says is not trusted with more than that. The file
    /// is kept.
    /// </summary>
    private static async Task<AgentUsage?> UsageAsync(IDevboxWork devbox, ProcessStatus status, CancellationToken cancellationToken)
    {
        AgentUsage? usage = null;
        try
        {
            var text = await devbox.ReadSmallFile(AtifTrajectory.Path);
            if (text is not null)
                await TrajectoryRecord.KeepAsync(devbox, status.Id, cancellationToken);
            usage = text is null ? null : AtifTrajectory.Read(text);
        }
        catch (BenchException e) when (e.Code is BenchError.BadRequest)
        {
            // Too large to be read here, and kept all the same.
            await TrajectoryRecord.KeepAsync(devbox, status.Id, cancellationToken);
        }

        return usage ?? EventStream.Read(status.StdoutTail);
    }

    private static TimeSpan TimeoutOf(ScenarioRunRecord run) =>
        (run.Spec!.Agent!.TimeoutSeconds ?? run.CurrentStep?.Agent?.TimeoutSec ?? run.Scenario!.Agent?.TimeoutSec) is { } seconds
            ? TimeSpan.FromSeconds(seconds) * FactorOf(run)
            : DefaultTimeout * FactorOf(run);

    private static double FactorOf(ScenarioRunRecord run) => run.Spec!.Policy is { } policy
        ? policy.TimeoutFactor * Math.Pow(policy.RetryTimeoutFactor, run.Attempt - 1)
        : 1;
}
