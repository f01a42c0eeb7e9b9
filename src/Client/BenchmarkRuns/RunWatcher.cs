using BenchCluster.BenchmarkRuns;
using BenchCluster.Client.Output;
using BenchCluster.ScenarioRuns;

namespace BenchCluster.Client.BenchmarkRuns;

/// <summary>Follows benchmark runs side by side until all have ended. A server that goes away is waited for.</summary>
internal sealed class RunWatcher
{
    /// <summary>Scenario runs that are named while they go on, over all benchmark runs.</summary>
    private const int Named = 8;

    private readonly BenchClient _client;
    private readonly TimeProvider _time;
    private readonly Patience _patience;
    private readonly IReadOnlyList<string> _names;
    private readonly bool _wantsDetails;
    private volatile IReadOnlyList<WatchedRun> _runs;

    /// <param name="wantsDetails">Whether somebody sees which scenario runs go on; it costs two more requests a look.</param>
    public RunWatcher(BenchClient client, TimeProvider time, IReadOnlyList<BenchmarkRunView> runs, bool wantsDetails)
    {
        (_client, _time, _wantsDetails) = (client, time, wantsDetails);
        _patience = new Patience(time);
        _names = AgentNames.Of(runs);
        _runs = [.. runs.Select(run => new WatchedRun(run, []))];
    }

    /// <summary>Waits until all have ended; the runs with their scenario runs.</summary>
    public async Task<IReadOnlyList<RunReport>> WatchAsync(CancellationToken cancellationToken)
    {
        while (!_runs.All(run => run.HasEnded))
        {
            await Task.Delay(PollPauses.For(_runs.Sum(run => run.View.Progress.Total)), _time, cancellationToken);
            var looks = _runs.Select(run => run.HasEnded
                ? Task.FromResult(run)
                : _patience.AskAsync(cancellation => LookAsync(run.View.Id, cancellation), cancellationToken));
            _runs = await Task.WhenAll(looks);
        }

        return await Task.WhenAll(_runs.Select(run => _patience.AskAsync(
            cancellation => RunReport.FetchAsync(_client, run.View, cancellation), cancellationToken)));
    }

    /// <summary>How far they are.</summary>
    public ProgressFrame Frame() => RunFrame.Of(_runs, _names, _patience.IsAway, _time.GetUtcNow());

    private async Task<WatchedRun> LookAsync(string id, CancellationToken cancellationToken)
    {
        var view = await _client.BenchmarkRuns.GetAsync(id, cancellationToken);
        var active = new List<ScenarioRunView>();
        if (_wantsDetails && view.State == BenchmarkRunState.Running)
        {
            var most = Math.Max(1, Named / _names.Count);
            foreach (var state in (ScenarioRunState[])[ScenarioRunState.Scoring, ScenarioRunState.Running])
            {
                await foreach (var run in _client.BenchmarkRuns.ListScenarioRunsAsync(id, state, most, cancellationToken))
                    active.Add(run);
            }

            active = [.. active.OrderBy(run => run.Id, StringComparer.Ordinal).Take(most)];
        }

        return new WatchedRun(view, active);
    }
}
