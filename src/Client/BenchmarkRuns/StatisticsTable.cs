using System.Globalization;
using BenchCluster.Client.Output;
using BenchCluster.Client.Statistics;

namespace BenchCluster.Client.BenchmarkRuns;

/// <summary>What several attempts say of each agent, and what the agents used.</summary>
internal static class StatisticsTable
{
    /// <summary>The table; without rows where there is nothing to say.</summary>
    public static Listing Of(IReadOnlyList<RunReport> reports)
    {
        var agents = AgentNames.Of(reports.Select(report => report.BenchmarkRun));
        var table = new Listing([new ListingColumn("STATISTIC"), .. agents.Select(agent => new ListingColumn(SafeText.Line(agent), IsNumeric: true))]);
        if (reports.Any(report => report.BenchmarkRun.NAttempts > 1))
            AddTrials(table, [.. reports.Select(report => TrialStatistics.Of([.. ScenarioScores.Of(report).Select(scenario => scenario.Trials)]))]);
        AddUsage(table, [.. reports.Select(report => UsageTotals.Of(report.ScenarioRuns))]);
        return table;
    }

    /// <summary>An interval as text.</summary>
    public static string Interval(Estimate estimate) => $"{Scores.Text(estimate.Low)}-{Scores.Text(estimate.High)}";

    private static void AddTrials(Listing table, IReadOnlyList<TrialStatistics?> all)
    {
        AddRow(table, "mean score", all, statistics => Scores.Text(statistics.Score.Mean));
        AddRow(table, "standard error", all, statistics => statistics.Score.StandardError is { } error ? Scores.Text(error) : "-");
        AddRow(table, "95 % interval", all, statistics => Interval(statistics.Score));
        foreach (var k in all.OfType<TrialStatistics>().SelectMany(statistics => statistics.PassAt.Keys).Distinct().Order())
        {
            AddRow(table, $"pass@{k}", all, statistics => statistics.PassAt.TryGetValue(k, out var chance) ? Scores.Text(chance) : "-");
            AddRow(table, $"pass^{k}", all, statistics => statistics.PassAll.TryGetValue(k, out var chance) ? Scores.Text(chance) : "-");
        }
    }

    private static void AddUsage(Listing table, IReadOnlyList<UsageTotals?> all)
    {
        if (all.All(totals => totals is null))
            return;
        AddRow(table, "input tokens", all, totals => totals.InputTokens.ToString("N0", CultureInfo.InvariantCulture));
        AddRow(table, "of these cached", all, totals => totals.CachedTokens.ToString("N0", CultureInfo.InvariantCulture));
        AddRow(table, "output tokens", all, totals => totals.OutputTokens.ToString("N0", CultureInfo.InvariantCulture));
        if (all.Any(totals => totals?.CostUsd is not null))
            AddRow(table, "cost, USD", all, totals => totals.CostUsd?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "-");
    }

    private static void AddRow<T>(Listing table, string name, IReadOnlyList<T?> all, Func<T, string> text)
        where T : class => table.Add([new Styled(name), .. all.Select(one => one is null ? new Styled("-", Tone.Quiet) : new Styled(text(one)))]);
}
