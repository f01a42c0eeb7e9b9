using System.Text.Json;
using BenchCluster.Devboxes;
using BenchCluster.Scenarios;
using BenchCluster.Scoring;
using BenchCluster.Tests.Devboxes;
using BenchCluster.Tests.Scenarios;

namespace BenchCluster.Tests.BenchmarkRuns;

/// <summary>Scripts of the simulated host for whole benchmarks.</summary>
internal static class Scripts
{
    /// <summary>The scenario of a number: its name says what it scores.</summary>
    public static ScenarioCreateRequest Numbered(int number) =>
        ScenarioBuilder.Scenario(ScenarioBuilder.Function(new BashScriptScorer { BashScript = "score" })) with { Name = $"{number}" };

    /// <summary>What the scenario of a number scores: 0, 0.25, 0.5, 0.75 or 1.</summary>
    public static double ScoreOf(int number) => number % 5 / 4.0;

    /// <summary>Ends a command of a numbered scenario after a while: scorers with its score.</summary>
    public static async Task<SimulatedExit> RunAsync(ProcessStart start, TimeSpan time)
    {
        await Task.Delay(time);
        if (!start.Environment.TryGetValue(ScorerContext.VariableName, out var text))
            return new SimulatedExit(0);
        using var context = JsonDocument.Parse(text);
        var number = int.Parse(context.RootElement.GetProperty("scenario").GetProperty("name").GetString()!, null);
        return new SimulatedExit(0, FormattableString.Invariant($"{ScoreOf(number)}\n"));
    }
}
