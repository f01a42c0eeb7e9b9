using System.Text.RegularExpressions;
using BenchCluster.Devboxes;

namespace BenchCluster.Tests.ScenarioRuns;

/// <summary>Which step of a run a process is: its id without what keeps it from being guessed.</summary>
internal static partial class StartedSteps
{
    public static string Step(this ProcessStart start) => Scorer().Replace(start.Id, "$1");

    public static string Step(this (string DevboxId, string ProcessId) started) => Scorer().Replace(started.ProcessId, "$1");

    [GeneratedRegex("^(score-[0-9]+-[0-9]+)-[0-9a-f]{16}$")]
    private static partial Regex Scorer();
}
