using BenchCluster.BenchmarkJobs;
using BenchCluster.Client.BenchmarkRuns;
using BenchCluster.Client.Commands;
using BenchCluster.Client.Output;
using BenchCluster.Resources;
using BenchCluster.ScenarioRuns;

namespace BenchCluster.Client.BenchmarkJobs;

/// <summary>Follows a job to its end. A server that goes away is waited for.</summary>
internal sealed class JobWatcher
{
    /// <summary>Benchmark runs whose scenario runs are named while they go on.</summary>
    private const int Named = 6;

    /// <summary>The list of scenario runs follows their end by a moment; this often it is asked for again.</summary>
    private const int MostFetches = 20;

    private static readonly TimeSpan FetchPause = TimeSpan.FromMilliseconds(500);

    private readonly BenchClient _client;
    private readonly TimeProvider _time;
    private readonly Patience _patience;
    private readonly Func<string, string> _groupOf;
    private readonly IReadOnlyList<string> _groups;
    private readonly bool _wantsDetails;
    private volatile BenchmarkJobView _job;
    private volatile IReadOnlyList<(string Agent, ScenarioRunView Run)> _active = [];

    /// <param name="groupOf">What the bar of an agent is called.</param>
    /// <param name="wantsDetails">Whether somebody sees which scenario runs go on.</param>
    public JobWatcher(BenchClient client, TimeProvider time, BenchmarkJobView job, Func<string, string> groupOf, bool wantsDetails)
    {
        (_client, _time, _job, _groupOf, _wantsDetails) = (client, time, job, groupOf, wantsDetails);
        _patience = new Patience(time);
        _groups = [.. Agents(job).Select(groupOf).Distinct()];
    }

    /// <summary>Waits until all has ended.</summary>
    /// <exception cref="CommandException">A run of the job was refused.</exception>
    public async Task<JobReport> WatchAsync(CancellationToken cancellationToken)
    {
        while (_job.DurationMs is null)
        {
            await Task.Delay(PollPauses.For(Agents(_job).Count() * (_job.JobSpec?.ScenarioIds.Count ?? 0)), _time, cancellationToken);
            _job = await _patience.AskAsync(cancellation => _client.BenchmarkJobs.GetAsync(_job.Id, cancellation), cancellationToken);
            if (_wantsDetails)
                _active = await _patience.AskAsync(ActiveAsync, cancellationToken);
        }

        _active = [];
        if (_job.State is not BenchmarkJobState.Completed)
            throw new CommandException($"The job {_job.Id} is {WireJson.NameOf(_job.State)}: {_job.FailureReason ?? "no reason given"}");
        var runs = new List<RunReport>();
        foreach (var outcome in _job.BenchmarkOutcomes ?? [])
            runs.Add(await _patience.AskAsync(cancellation => ReportAsync(outcome.BenchmarkRunId, cancellation), cancellationToken));
        return new JobReport(_job, runs);
    }

    /// <summary>How far it is.</summary>
    public ProgressFrame Frame() => JobFrame.Of(_job, _groups, _groupOf, _active, _patience.IsAway, _time.GetUtcNow());

    private static IEnumerable<string> Agents(BenchmarkJobView job) =>
        (job.JobSpec?.AgentConfigs ?? []).OfType<JobAgentConfig>().Select(agent => agent.Name);

    private async Task<IReadOnlyList<(string Agent, ScenarioRunView Run)>> ActiveAsync(CancellationToken cancellationToken)
    {
        var active = new List<(string, ScenarioRunView)>();
        foreach (var run in (_job.InProgressRuns ?? []).Take(Named))
        {
            await foreach (var child in _client.BenchmarkRuns.ListScenarioRunsAsync(run.BenchmarkRunId, max: Named, cancellationToken: cancellationToken))
            {
                if (child.State is ScenarioRunState.Running or ScenarioRunState.Scoring)
                    active.Add(((run.AgentConfig as JobAgentConfig)?.Name ?? "", child));
            }
        }

        return [.. active.Take(Named)];
    }

    private async Task<RunReport> ReportAsync(string id, CancellationToken cancellationToken)
    {
        var view = await _client.BenchmarkRuns.GetAsync(id, cancellationToken);
        for (var fetch = 1; ; fetch++)
        {
            var report = await RunReport.FetchAsync(_client, view, cancellationToken);
            var missing = view.Progress.Total - (view.Problems?.Count ?? 0) - report.ScenarioRuns.Count(run => run.DurationMs is not null);
            if (missing <= 0 || fetch == MostFetches)
                return report;
            await Task.Delay(FetchPause, _time, cancellationToken);
        }
    }
}
