namespace BenchCluster.Tests.Chaos;

/// <summary>Finds what must never be, whatever failed: one line for each violation.</summary>
internal static class HistoryChecker
{
    private const string Completed = "completed";
    private const double Tolerance = 1e-9;

    /// <summary>Checks all invariants.</summary>
    public static IReadOnlyList<string> Check(ChaosHistory history) =>
    [
        .. history.Started.SelectMany(run => RunsOnce(run, history)),
        .. history.Started.SelectMany(run => ScenariosOnce(run, history.ScenarioRuns.Where(child => child.RunId == run.Id).ToList())),
        .. history.Commands.SelectMany(CommandsOnce),
        .. history.Left.Select(container => $"The container {container} is left, and nobody owns it."),
        .. history.Indexed.Where(resource => resource.InIndex != resource.InGrain)
            .Select(resource => $"The index says that {resource.Id} is {resource.InIndex}, its grain {resource.InGrain}."),
    ];

    /// <summary>Every started run reaches one end, and stays there.</summary>
    private static IEnumerable<string> RunsOnce(StartedRun run, ChaosHistory history)
    {
        var seen = history.Seen.Where(s => s.Id == run.Id).ToList();
        var ends = seen.SkipWhile(s => !s.HasEnded).ToList();
        if (ends.Count == 0)
            yield return $"The run {run.Id} never ended.";
        else if (ends.Any(s => s != ends[0]))
            yield return $"The run {run.Id} ended as {ends[0]} and was seen later as {ends.First(s => s != ends[0])}.";
    }

    /// <summary>Every scenario of a run is scored exactly once, with the score that it has when nothing fails.</summary>
    private static IEnumerable<string> ScenariosOnce(StartedRun run, IReadOnlyList<EndedScenarioRun> children)
    {
        foreach (var (scenario, expected) in run.Expected)
        {
            var runs = children.Where(child => child.ScenarioId == scenario).ToList();
            if (runs.Count != 1)
                yield return $"The scenario {scenario} of {run.Id} was run {runs.Count} times.";
            foreach (var child in runs.Where(child => !child.IsGivenUp))
            {
                if (child.State != Completed)
                    yield return $"The scenario run {child.Id} is {child.State}, not completed.";
                else if (child.Results != 1)
                    yield return $"The scenario run {child.Id} has {child.Results} results of its one scoring function.";
                else if (child.Score is not { } score || Math.Abs(score - expected) > Tolerance)
                    yield return $"The scenario run {child.Id} is scored {child.Score}; without faults it is {expected}.";
            }
        }

        foreach (var child in children.Where(child => !run.Expected.ContainsKey(child.ScenarioId)))
            yield return $"The scenario run {child.Id} is of no scenario of {run.Id}.";
    }

    /// <summary>No command runs twice, and every byte of its output is there, or it says that there was no space for the rest.</summary>
    private static IEnumerable<string> CommandsOnce(RanCommand command)
    {
        if (command.IsDevboxLost)
            yield break;
        if (command.Times is { } times && times != 1)
            yield return $"The command {command.Id} ran {times} times.";
        if (command.Actual != command.Expected && !(command is { IsCut: true, Actual: { } part } && command.Expected.StartsWith(part, StringComparison.Ordinal)))
            yield return $"The output of the command {command.Id} is '{command.Actual}', not '{command.Expected}'.";
    }
}
