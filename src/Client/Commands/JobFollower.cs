using BenchCluster.BenchmarkJobs;
using BenchCluster.Client.BenchmarkJobs;

namespace BenchCluster.Client.Commands;

/// <summary>Starts a job for a command that judges it, and follows it to its end; a command that is interrupted cancels its job.</summary>
internal sealed class JobFollower(CommandContext context)
{
    /// <summary>The job with all its runs.</summary>
    /// <param name="verb">What the job is called after.</param>
    /// <param name="groupOf">What the bar of an agent is called.</param>
    public async Task<JobReport> RunAsync(
        string verb, JobSubject subject, IReadOnlyList<JobAgentConfig> agents, int concurrency, Func<string, string> groupOf,
        CancellationToken cancellationToken)
    {
        var job = await context.Client.BenchmarkJobs.CreateAsync(
            new BenchmarkJobCreateRequest { Name = NameOf(verb, subject.Name), Spec = subject.Spec(agents, concurrency) }, cancellationToken);
        context.Terminal.WriteNotice($"started {job.Id}: {verb} {subject.Name}, {agents.Count * subject.Scenarios.Count} scenario runs");
        try
        {
            var terminal = context.Terminal;
            var watcher = new JobWatcher(context.Client, context.Time, job, groupOf, terminal.Error.IsLive);
            var watching = watcher.WatchAsync(cancellationToken);
            await terminal.Error.ShowAsync(watcher.Frame, watching, context.Time);
            return await watching;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await context.Client.BenchmarkJobs.CancelAsync(job.Id, CancellationToken.None);
            context.Terminal.WriteNotice($"canceled {job.Id}");
            throw;
        }
    }

    /// <summary>Names of jobs are unique, and a benchmark is judged more than once.</summary>
    private static string NameOf(string verb, string subject) => $"{verb}-{subject}-{Guid.NewGuid():n}"[..Math.Min(200, verb.Length + subject.Length + 14)];
}
