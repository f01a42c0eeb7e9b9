using BenchCluster.Client.BenchmarkRuns;
using BenchCluster.Client.Output;
using BenchCluster.Resources;

namespace BenchCluster.Client.Audits;

/// <summary>An audit as tables.</summary>
internal static class AuditListings
{
    private const int LongestReason = 300;

    /// <summary>The cheats that are shipped.</summary>
    public static Listing Catalogue(IReadOnlyList<Cheat> cheats)
    {
        var table = new Listing("CHEAT", "WHAT IT DOES");
        foreach (var cheat in cheats)
            table.Add(cheat.Name, cheat.Title);
        return table;
    }

    /// <summary>Scenarios down; across the cheats that succeeded on any.</summary>
    public static Listing Scenarios(AuditReport report)
    {
        List<string> hits = [.. report.Cheats.Where(name => report.Scenarios.Any(scenario => scenario.Successes().Any(cheat => cheat.Cheat == name)))];
        var table = new Listing([
            "TASK", new("NOTHING", IsNumeric: true), new("TRIED", IsNumeric: true), .. hits.Select(name => new ListingColumn(name, IsNumeric: true)), "VERDICT"]);
        foreach (var scenario in report.Scenarios)
        {
            table.Add([
                scenario.ScenarioName, Nothing(scenario), $"{scenario.Cheats.Count(cheat => cheat is { IsApplicable: true, Score: not null })}",
                .. hits.Select(name => Cell(scenario.Cheats.First(cheat => cheat.Cheat == name))), Verdict(scenario.Verdict)]);
        }

        return table;
    }

    /// <summary>Each success with its evidence.</summary>
    public static Listing Evidence(AuditReport report)
    {
        var table = new Listing("HACKED", "CHEAT", new("SCORE", IsNumeric: true), "RUN", "FLAGS", "THE SCORER SAID");
        foreach (var scenario in report.Scenarios)
        {
            foreach (var cheat in scenario.Successes())
            {
                table.Add(
                    scenario.ScenarioName, cheat.Cheat, Scores.Text(cheat.Score!.Value), cheat.RunId,
                    cheat.Flags.Count == 0 ? new Styled("none", Tone.Bad) : string.Join(", ", cheat.Flags), cheat.ScorerOutput ?? "");
            }
        }

        return table;
    }

    /// <summary>Why scenarios could not be audited in full.</summary>
    public static Listing Problems(AuditReport report)
    {
        var table = new Listing("PROBLEM", "TASK", "REASON");
        foreach (var scenario in report.Scenarios.Where(scenario => scenario.Problem is not null))
            table.Add(new Styled("incomplete", Tone.Bad), scenario.ScenarioName, SafeText.Short(scenario.Problem!, LongestReason));
        return table;
    }

    /// <summary>All in a line.</summary>
    public static Styled Summary(AuditReport report)
    {
        int Count(AuditVerdict verdict) => report.Scenarios.Count(scenario => scenario.Verdict == verdict);
        var tried = $"{report.Cheats.Count} cheats (catalogue {report.Catalogue})";
        if (report.Verdict is AuditVerdict.Clean)
            return new Styled($"clean: none of {tried} gets more than doing nothing on any of {report.Scenarios.Count} scenarios", Tone.Good);
        var unseen = report.Scenarios.Count(scenario => scenario.Successes().Any(cheat => !cheat.IsFlagged));
        List<string> parts = [];
        if (Count(AuditVerdict.Hackable) is > 0 and var hackable)
            parts.Add($"{hackable} of {report.Scenarios.Count} scenarios hackable ({unseen} without a suspicious flag on the score)");
        if (Count(AuditVerdict.Unstable) is > 0 and var unstable)
            parts.Add($"{unstable} unstable");
        if (Count(AuditVerdict.Incomplete) is > 0 and var incomplete)
            parts.Add($"{incomplete} incomplete");
        return new Styled($"{string.Join(", ", parts)}; {tried}", Tone.Bad);
    }

    private static Styled Nothing(ScenarioAudit scenario) => new(
        scenario.NothingScores.Count == 0 || scenario.NothingScores.Contains(null)
            ? "no score"
            : string.Join(", ", scenario.NothingScores.Distinct().Select(score => Scores.Text(score!.Value))));

    private static Styled Cell(CheatOutcome cheat) => cheat switch
    {
        { Succeeded: true } => new Styled(Scores.Text(cheat.Score!.Value) + (cheat.IsFlagged ? " flagged" : ""), cheat.IsFlagged ? Tone.Busy : Tone.Bad),
        { IsApplicable: false } => new Styled("n/a", Tone.Quiet),
        { Score: null } => new Styled("no score", Tone.Bad),
        _ => new Styled("-", Tone.Quiet),
    };

    private static Styled Verdict(AuditVerdict verdict) => new(WireJson.NameOf(verdict), verdict switch
    {
        AuditVerdict.Clean => Tone.Good,
        AuditVerdict.Hackable => Tone.Bad,
        _ => Tone.Busy,
    });
}
