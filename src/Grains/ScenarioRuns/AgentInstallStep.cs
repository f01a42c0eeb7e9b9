using BenchCluster.AgentRecipes;
using BenchCluster.Devboxes;

namespace BenchCluster.ScenarioRuns;

/// <summary>
/// Installs an agent by its recipe before it is launched; what that takes is not the agent's time. Idempotent: the
/// process's id is the attempt's.
/// </summary>
internal static class AgentInstallStep
{
    private const int Words = 10;
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(20);

    /// <summary>Why it could not be installed; null when it is.</summary>
    public static async Task<ScenarioRunEvent?> RunAsync(
        ScenarioRunRecord run, IDevboxWork devbox, AgentVariables variables, TimeProvider clock, CancellationToken cancellationToken)
    {
        var agent = run.Spec!.Agent!;
        var start = new ProcessStart
        {
            Id = $"agent-{run.Attempt}-install",
            Command = AgentRecipeBook.Of(agent.Name).Install(agent.Kwargs?.GetValueOrDefault("version")),
            User = "root",
            WorkingDirectory = "/",
            Environment = variables.Over(new Dictionary<string, string>()),
            Timeout = Timeout,
        };
        await devbox.Entrust(variables.Confidential);
        var status = await devbox.Start(start, Poll, cancellationToken);
        while (status.State is not ExecutionStatus.Completed)
        {
            cancellationToken.ThrowIfCancellationRequested();
            status = await devbox.Find(start.Id, Poll, cancellationToken)
                ?? throw new BenchException(BenchError.Unavailable, "The devbox has lost the process that installs the agent.");
        }

        if (status is { ExitStatus: 0, TimedOut: false })
            return null;
        var how = status.TimedOut ? $"did not end within {Timeout.TotalMinutes:0} minutes" : $"ended with exit status {status.ExitStatus}";
        var words = ExecutionViews.LastLines(status.StderrTail.Length > 0 ? status.StderrTail : status.StdoutTail, Words).Text;
        var reason = Redaction.Of($"The agent '{agent.Name}' could not be installed: its installation {how}. {words}".TrimEnd(), await devbox.ConfidentialValues());
        return new ScenarioRunEvent.Failed(run.Attempt, FailureClass.Agent, reason, clock.GetUtcNow());
    }
}
