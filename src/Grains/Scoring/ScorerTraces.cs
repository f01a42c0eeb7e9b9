using System.Text;
using BenchCluster.Devboxes;
using BenchCluster.Scoring.Trust;

namespace BenchCluster.Scoring;

/// <summary>What a scorer that has ended left to be seen: of tests that did not run, of processes, of a late reward.</summary>
internal static class ScorerTraces
{
    /// <summary>The kernel's times of files lag behind by up to a tick of its clock; a reward that is written then is not seen as late.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    /// <summary>The flags that follow from them.</summary>
    /// <param name="isLate">Whether the reward was written after its end.</param>
    public static IReadOnlyList<ScoreFlag> Of(
        ScoringFunction function, ScorerProgram program, ProcessStatus status, ScoringFunctionResult result, bool isLate)
    {
        var flags = new List<ScoreFlag>();
        if (isLate)
            flags.Add(Flag(function, ScoreFlagKind.LateReward, true, "The reward was written after the verifier had ended; it does not count."));
        if (result is { State: ScoringState.Complete, Score: > 0 } && program.Verdict is Verdict.ExitStatus)
            flags.AddRange(TestSummary.Of(function.Name, program.Command, $"{status.StdoutTail}\n{status.StderrTail}"));
        if (status.LeftBehind && program.Verdict is not Verdict.ExitStatus)
        {
            flags.Add(Flag(function, ScoreFlagKind.ProcessesLeft, false,
                $"Processes that the scorer '{function.Name}' had started were there when it ended: they could have written its score."));
        }

        return flags;
    }

    /// <summary>What was on standard output when the scorer ended; what comes after is not its own.</summary>
    public static string WithoutLate(ProcessStatus status)
    {
        if (status.LateStdoutBytes <= 0)
            return status.StdoutTail;
        var bytes = Encoding.UTF8.GetBytes(status.StdoutTail);
        return Encoding.UTF8.GetString(bytes.AsSpan(0, (int)Math.Max(0, bytes.Length - status.LateStdoutBytes)));
    }

    /// <summary>Whether a reward was written, or replaced, after the verifier had ended.</summary>
    public static async Task<bool> IsRewardLateAsync(IDevboxWork devbox, ProcessStatus status)
    {
        var changes = await devbox.FindChanges(status.StartedAt + status.Duration + Tick, [HarborReward.Directory]);
        return changes.Paths.Any(path => path.EndsWith("/reward.txt", StringComparison.Ordinal) || path.EndsWith("/reward.json", StringComparison.Ordinal));
    }

    private static ScoreFlag Flag(ScoringFunction function, ScoreFlagKind kind, bool isSuspicious, string message) =>
        new() { Kind = kind, IsSuspicious = isSuspicious, Subjects = [function.Name], Message = message };
}
