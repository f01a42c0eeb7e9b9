using System.Globalization;

namespace BenchCluster.Client.BenchmarkRuns;

/// <summary><c>AGENT=SCORE</c>: every scenario run of the agent is to have exactly that score.</summary>
internal sealed record Expectation(string Agent, double Score)
{
    private const double Tolerance = 1e-9;

    /// <summary>Reads one; null when it is not of that form. An agent's command may contain <c>=</c>.</summary>
    public static Expectation? Parse(string text)
    {
        var separator = text.LastIndexOf('=');
        return separator > 0
            && double.TryParse(text.AsSpan(separator + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var score)
            && score is >= 0 and <= 1
                ? new Expectation(text[..separator], score)
                : null;
    }

    /// <summary>Where the agent's runs differ from it, a line each.</summary>
    public IEnumerable<string> Differences(IReadOnlyList<RunReport> reports)
    {
        foreach (var report in reports.Where(report => report.BenchmarkRun.Agent is { } agent && AgentNames.Matches(agent, Agent)))
        {
            foreach (var run in report.ScenarioRuns)
            {
                var found = Scores.Of(run) switch
                {
                    null => $"but it has no score ({Scores.Cell(run)})",
                    { } score when Math.Abs(score - Score) > Tolerance => $"found {Exactly(score)}",
                    _ => null,
                };
                if (found is not null)
                    yield return $"{Agent} on {ScoreTable.TaskName(run)}: expected {Scores.Text(Score)}, {found}; see 'bench run show {run.Id}'";
            }

            var missing = report.BenchmarkRun.Progress.Total - report.ScenarioRuns.Count;
            if (missing > 0)
                yield return $"{Agent}: {missing} scenario runs of {report.BenchmarkRun.Id} were never started";
        }
    }

    /// <summary>The score, with all its digits where three would hide the difference.</summary>
    private string Exactly(double score) =>
        Scores.Text(score) == Scores.Text(Score) ? score.ToString("R", CultureInfo.InvariantCulture) : Scores.Text(score);
}
