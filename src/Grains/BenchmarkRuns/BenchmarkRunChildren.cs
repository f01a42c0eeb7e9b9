using BenchCluster.ScenarioRuns;

namespace BenchCluster.BenchmarkRuns;

/// <summary>The scenario runs of a benchmark run: started, watched, asked and canceled.</summary>
internal sealed class BenchmarkRunChildren(IGrainFactory grains)
{
    private const int AtOnce = 64;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(20);

    /// <summary>Starts an orchestrated child, or finds it, and stays until it has ended.</summary>
    public async Task<ScenarioRunOutcome> RunAsync(
        BenchmarkRunRecord run, int index, string scenarioId, AgentSpec agent, CancellationToken cancellationToken)
    {
        var child = grains.GetGrain<IScenarioRunGrain>(run.ChildId(index));
        var view = await child.Start(new ScenarioRunSpec
        {
            ScenarioId = scenarioId,
            RunName = null,
            Metadata = run.Request!.Metadata,
            BenchmarkRunId = run.Id,
            Profile = run.Request.RunProfile,
            Agent = agent,
            Index = index,
            Trial = index % run.Trials + 1,
            Policy = run.Request.Policy,
        });
        while (view.DurationMs is null)
        {
            cancellationToken.ThrowIfCancellationRequested();
            view = await child.WaitForChange(view.State, Poll, cancellationToken);
        }

        return OutcomeOf(view, index);
    }

    /// <summary>Whether a child was ever started.</summary>
    public async Task<bool> ExistsAsync(string id) => await FindAsync(id) is not null;

    /// <summary>Asks all children that have not reported an end; a score that they have counts, whether they have ended or not.</summary>
    public async Task<ChildrenSeen> SeeAsync(BenchmarkRunRecord run)
    {
        var outcomes = new List<ScenarioRunOutcome>();
        var missing = new List<int>();
        foreach (var group in Active(run).Chunk(AtOnce))
        {
            var views = await Task.WhenAll(group.Select(child => FindAsync(child.Id)));
            foreach (var ((_, place), view) in group.Zip(views))
            {
                if (view is null && place is { } unused)
                    missing.Add(unused);
                else if (view is { DurationMs: not null })
                    outcomes.Add(OutcomeOf(view, place));
                else if (view is { State: ScenarioRunState.Scored, ScoringContractResult: { } result })
                    outcomes.Add(new ScenarioRunOutcome(view.Id, place, ScenarioRunState.Completed, result.Score));
            }
        }

        return new ChildrenSeen(outcomes, missing);
    }

    /// <summary>Cancels every child that has not ended, and returns how those ended that were ever started.</summary>
    public async Task<IReadOnlyList<ScenarioRunOutcome>> CancelAsync(BenchmarkRunRecord run)
    {
        var outcomes = new List<ScenarioRunOutcome>();
        foreach (var group in Active(run).Chunk(AtOnce))
            outcomes.AddRange(await Task.WhenAll(group.Select(child => CancelAsync(child.Id, child.Place))));
        return outcomes;
    }

    private async Task<ScenarioRunOutcome> CancelAsync(string id, int? place)
    {
        try
        {
            return OutcomeOf(await grains.GetGrain<IScenarioRunGrain>(id).Cancel(), place);
        }
        catch (BenchException e) when (e.Code is BenchError.NotFound)
        {
            // It was about to be started, and will not be.
            return new ScenarioRunOutcome(id, place, ScenarioRunState.Canceled, null);
        }
    }

    private async Task<ScenarioRunView?> FindAsync(string id)
    {
        try
        {
            return await grains.GetGrain<IScenarioRunGrain>(id).Get();
        }
        catch (BenchException e) when (e.Code is BenchError.NotFound)
        {
            return null;
        }
    }

    /// <summary>Children that are not known to have ended; those of an earlier build have no place.</summary>
    private static IEnumerable<(string Id, int? Place)> Active(BenchmarkRunRecord run) =>
        run.Active().Select(index => (run.ChildId(index), (int?)index))
            .Concat(run.Children.Where(child => !child.Value.HasEnded).Select(child => (child.Key, (int?)null)));

    private static ScenarioRunOutcome OutcomeOf(ScenarioRunView view, int? index) => new(
        view.Id, index, view.State, view.State is ScenarioRunState.Completed ? view.ScoringContractResult?.Score : null);
}
