using BenchCluster.AgentRecipes;
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

    /// <summary>What a command finds on its standard input.</summary>
    private const string StatementFile = "/.bench/problem.md";

    private const string SolutionDirectory = "/solution";
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(20);

    /// <summary>How the agent's work ended.</summary>
    public async Task<ScenarioRunEvent> RunAsync(ScenarioRunRecord run, TimeProvider clock, CancellationToken cancellationToken)
    {
        var agent = run.Spec!.Agent!;
        if (agent.Type is AgentKind.Nop)
            return new ScenarioRunEvent.AgentFinished(run.Attempt, new AgentResult(), clock.GetUtcNow());

        var devbox = grains.GetGrain<IDevboxWork>(run.DevboxId);
        var facts = await devbox.Facts();
        var id = $"agent-{run.Attempt}";
        var environment = await environments.OfAsync(agent, cancellationToken);
        var status = await devbox.Find(id, TimeSpan.Zero, cancellationToken);
        if (status is null)
        {
            if (agent.Type is AgentKind.Installed && await AgentInstallStep.RunAsync(run, devbox, environment, clock, cancellationToken) is { } failure)
                return failure;
            var work = await PrepareAsync(run, devbox);
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
                    User = agent.Type is AgentKind.Patch ? "root" : run.Scenario!.Agent?.User ?? facts.User,
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
                Usage = await UsageAsync(devbox, status),
            },
            clock.GetUtcNow());
    }

    /// <summary>What the agent says that it used; the file is the agent's, and what it says is not trusted with more than that.</summary>
    private static async Task<AgentUsage?> UsageAsync(IDevboxWork devbox, ProcessStatus status)
    {
        try
        {
            if (await devbox.ReadSmallFile(AtifTrajectory.Path) is { } text && AtifTrajectory.Read(text) is { } usage)
                return usage;
        }
        catch (BenchException e) when (e.Code is BenchError.BadRequest)
        {
            // Too large to be read here.
        }

        return EventStream.Read(status.StdoutTail);
    }

    private static TimeSpan TimeoutOf(ScenarioRunRecord run) =>
        (run.Spec!.Agent!.TimeoutSeconds ?? run.Scenario!.Agent?.TimeoutSec) is { } seconds
            ? TimeSpan.FromSeconds(seconds) * FactorOf(run)
            : DefaultTimeout * FactorOf(run);

    private static double FactorOf(ScenarioRunRecord run) => run.Spec!.Policy is { } policy
        ? policy.TimeoutFactor * Math.Pow(policy.RetryTimeoutFactor, run.Attempt - 1)
        : 1;

    private static async Task<Work?> PrepareAsync(ScenarioRunRecord run, IDevboxWork devbox)
    {
        var scenario = run.Scenario!;
        if (scenario.ScoringContract.ScoringFunctionParameters.Any(function => function.Scorer is HarborScorer))
        {
            // Harbor's agents find these directories.
            await devbox.ResetDirectory("/logs/agent", "root", []);
            await devbox.ResetDirectory("/logs/artifacts", "root", []);
        }

        if (run.Spec!.Agent! is { Type: AgentKind.Patch, PatchObjectId: { } patch })
        {
            return new Work(await PatchCommand.FetchAsync(devbox, patch), new Dictionary<string, string>());
        }

        if (run.Spec!.Agent! is { Type: AgentKind.Command or AgentKind.Installed } agent)
        {
            var statement = scenario.InputContext.ProblemStatement;
            var environment = new Dictionary<string, string> { ["BENCH_SCENARIO"] = scenario.Name };
            // The kernel bounds one variable at 128 KiB; standard input always has all of it.
            if (System.Text.Encoding.UTF8.GetByteCount(statement) <= ScorerContext.LargestVariable)
                environment["BENCH_PROBLEM_STATEMENT"] = statement;
            // From a file and not through a pipe: one call starts the agent with all of it, or nothing has happened.
            await devbox.WriteFiles([new DevboxFile(StatementFile, statement, Readable)]);
            if (agent.Type is AgentKind.Command)
                return new Work($"exec <{StatementFile}\n{agent.Command}", environment);
            var recipe = AgentRecipeBook.Of(agent.Name);
            var launch = $"export PATH={AgentRecipe.Prefix}/bin:$PATH\nexec <{StatementFile}\n{recipe.Launch(agent)}";
            return new Work(launch, new Dictionary<string, string>([.. environment, .. recipe.Environment(agent)]));
        }

        if (scenario.ReferenceSolution is { } solution)
        {
            await devbox.Unpack(solution.ObjectId, SolutionDirectory);
            var environment = new Dictionary<string, string>(solution.Env ?? new Dictionary<string, string>())
            {
                ["DEBIAN_FRONTEND"] = "noninteractive",
            };
            return new Work($"chmod +x {SolutionDirectory}/solve.sh 2>/dev/null; exec {SolutionDirectory}/solve.sh", environment);
        }

        if (string.IsNullOrWhiteSpace(scenario.ReferenceOutput))
            return null;
        var reference = scenario.ReferenceOutput;
        if (GitDiff.IsDiff(reference))
            return new Work(await PatchCommand.PutAsync(devbox, SolutionDirectory, "reference.patch", reference), new Dictionary<string, string>());
        const string script = $"{SolutionDirectory}/reference.sh";
        await devbox.WriteFiles([new DevboxFile(script, reference, Readable)]);
        return new Work($"if command -v bash >/dev/null; then exec bash {script}; else exec sh {script}; fi", new Dictionary<string, string>());
    }

    private sealed record Work(string Command, IReadOnlyDictionary<string, string> Environment);
}
