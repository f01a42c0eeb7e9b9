using BenchCluster.ScenarioRuns;
using BenchCluster.Scoring;

namespace BenchCluster.Tests.Trust;

/// <summary>
/// Each cheat, from inside a real devbox, in each of the modes that score without the agent's processes: it gets nothing,
/// or it is flagged.
/// </summary>
public sealed class CheatTests(TrustFixture fixture) : IClassFixture<TrustFixture>
{
    public static TheoryData<string> Names => [.. Cheats.All.Select(cheat => cheat.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_cheat_gets_nothing_or_is_flagged(string name)
    {
        var cheat = Cheats.All.Single(candidate => candidate.Name == name);
        ScoreIn[] places = [ScoreIn.Same, ScoreIn.Clean, ScoreIn.Image];

        var runs = await Task.WhenAll(places.Select(place => fixture.Victims.PlayAsync(cheat, place)));

        foreach (var (place, run) in places.Zip(runs))
        {
            Assert.True(run.State is ScenarioRunState.Completed, $"{place}: {run.FailureReason}");
            Assert.Equal(place, run.ScoreIn);
            var isExpected = cheat.Flag is not null && (place is not ScoreIn.Image || cheat.WorksOnImage);
            if (isExpected)
                Assert.True(run.ScoreFlags!.Any(flag => flag.Kind == cheat.Flag) && run.ScoringContractResult!.Score == cheat.Score, $"{place}: {Describe(run)}");
            else
                Assert.True(run.ScoringContractResult!.Score == 0, $"{place}: {Describe(run)}");
        }
    }

    [Fact]
    public async Task A_run_that_is_scored_beside_the_agents_processes_says_so()
    {
        var run = await fixture.Victims.PlayAsync(new Cheat("a server", "command", "setsid sleep 1000 </dev/null >/dev/null 2>&1 &"), ScoreIn.Live);

        Assert.Contains(run.ScoreFlags!, flag => flag is { Kind: ScoreFlagKind.ScoredLive, IsSuspicious: false });
    }

    [Theory]
    [InlineData("command", "echo f2c7d1e05b >answer.txt")]
    [InlineData("git", "git init -q . && git -c user.name=a -c user.email=a commit -q --allow-empty -m f2c7d1e05b")]
    [InlineData("bash", "echo f2c7d1e05b >answer.txt")]
    [InlineData("program", "echo f2c7d1e05b >answer.txt; printf '#!/bin/sh\\n' >solution; chmod 755 solution")]
    [InlineData("python", "echo f2c7d1e05b >answer.txt")]
    [InlineData("pytest", "echo 'def answer(): return \"f2c7d1e05b\"' >solution.py")]
    [InlineData("harbor", "echo f2c7d1e05b >answer.txt")]
    public async Task Honest_work_scores_in_every_mode_and_nothing_suspicious_is_seen(string victim, string work)
    {
        var honest = new Cheat("honest work", victim, work, IsRoot: false);
        ScoreIn[] places = [ScoreIn.Live, ScoreIn.Same, ScoreIn.Clean, ScoreIn.Image];

        var runs = await Task.WhenAll(places.Select(place => fixture.Victims.PlayAsync(honest, place)));

        Assert.All(runs, run => Assert.True(run.ScoringContractResult?.Score == 1, $"{run.ScoreIn}: {Describe(run)}"));
        Assert.All(runs, run => Assert.DoesNotContain(run.ScoreFlags!, flag => flag.IsSuspicious));
    }

    private static string Describe(ScenarioRunView run) =>
        $"{run.FailureReason} score {run.ScoringContractResult?.Score}, {string.Join("; ", run.ScoringContractResult?.ScoringFunctionResults.Select(r => $"{r.State}: {r.Output}") ?? [])}, "
        + $"flags {string.Join(", ", run.ScoreFlags?.Select(flag => flag.Kind.ToString()) ?? [])}; agent {run.AgentResult?.ExitStatus}: {run.AgentResult?.Stdout} {run.AgentResult?.Stderr}";
}
