using BenchCluster.Client.Output;

namespace BenchCluster.Client.Harbor;

/// <summary>An import as tables.</summary>
internal static class HarborListings
{
    /// <summary>Tasks named of those that have the same problem.</summary>
    private const int TasksNamed = 3;

    public static Listing Tasks(HarborImportResult result)
    {
        var listing = new Listing("TASK", "OUTCOME", "SCENARIO");
        foreach (var task in result.Tasks)
        {
            var outcome = task.Outcome.ToString().ToLowerInvariant();
            listing.Add(task.Folder.Task?.Name ?? task.Folder.Name, new Styled(outcome, ToneOf(task.Outcome)), task.ScenarioId);
        }

        return listing;
    }

    /// <summary>Every problem; one that several tasks have in the same words stands there once.</summary>
    public static Listing Problems(IEnumerable<HarborFolder> folders)
    {
        var listing = new Listing("", "TASK", "FILE", "FIELD", "REASON");
        var groups = folders
            .SelectMany(folder => folder.Problems.Select(problem => (Task: folder.Task?.Name ?? folder.Name, Problem: problem)))
            .GroupBy(found => found.Problem)
            .OrderByDescending(group => group.Key.Severity);
        foreach (var group in groups)
        {
            var tasks = group.Select(found => found.Task).ToList();
            var named = group.Key.Severity == HarborSeverity.Refusal || tasks.Count <= TasksNamed + 1
                ? string.Join(", ", tasks)
                : $"{string.Join(", ", tasks.Take(TasksNamed))} and {tasks.Count - TasksNamed} more";
            var severity = new Styled(group.Key.Severity.ToString().ToLowerInvariant(), ToneOf(group.Key.Severity));
            listing.Add(severity, named, group.Key.File, group.Key.Field, group.Key.Reason);
        }

        return listing;
    }

    private static Tone ToneOf(HarborOutcome outcome) => outcome switch
    {
        HarborOutcome.Refused => Tone.Bad,
        HarborOutcome.Kept => Tone.Quiet,
        _ => Tone.Good,
    };

    private static Tone ToneOf(HarborSeverity severity) => severity switch
    {
        HarborSeverity.Refusal => Tone.Bad,
        HarborSeverity.Warning => Tone.Busy,
        _ => Tone.Quiet,
    };
}
