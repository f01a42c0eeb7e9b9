namespace BenchCluster.Client.Audits;

/// <summary>All cheats on a scenario.</summary>
/// <param name="ScenarioId">The scenario.</param>
/// <param name="ScenarioName">Its name.</param>
/// <param name="Verdict">What came of it.</param>
/// <param name="NothingScores">What doing nothing scored, each time; null where it has no score.</param>
/// <param name="Cheats">Each cheat.</param>
/// <param name="Problem">Why it could not be audited.</param>
internal sealed record ScenarioAudit(
    string ScenarioId, string ScenarioName, AuditVerdict Verdict, IReadOnlyList<double?> NothingScores, IReadOnlyList<CheatOutcome> Cheats, string? Problem)
{
    /// <summary>The cheats that have more than doing nothing.</summary>
    public IEnumerable<CheatOutcome> Successes() => Cheats.Where(cheat => cheat.Succeeded);
}
