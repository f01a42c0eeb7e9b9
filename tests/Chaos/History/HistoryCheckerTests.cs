namespace BenchCluster.Tests.Chaos;

/// <summary>The checker finds each violation that is planted, and none where there is none.</summary>
public sealed class HistoryCheckerTests
{
    [Fact]
    public void A_history_without_violations_has_none() => Assert.Empty(HistoryChecker.Check(Good()));

    [Fact]
    public void A_run_that_never_ended_is_found() => Found("never ended", h => h.Seen.RemoveAll(s => s.HasEnded));

    [Fact]
    public void A_run_that_ended_twice_is_found() => Found("was seen later", h => h.Seen.Add(new SeenRun("bmr_1", true, "canceled", null)));

    [Fact]
    public void A_run_that_came_back_to_life_is_found() => Found("was seen later", h => h.Seen.Add(new SeenRun("bmr_1", false, "running", null)));

    [Fact]
    public void A_scenario_that_was_left_out_is_found() => Found("run 0 times", h => h.ScenarioRuns.RemoveAt(0));

    [Fact]
    public void A_scenario_that_was_run_twice_is_found() => Found("run 2 times", h => h.ScenarioRuns.Add(h.ScenarioRuns[0] with { Id = "srn_9" }));

    [Fact]
    public void A_scenario_run_that_failed_is_found() => Found("not completed", h => h.ScenarioRuns[0] = h.ScenarioRuns[0] with { State = "failed" });

    [Fact]
    public void A_scenario_run_that_lost_all_its_environments_has_ended_too() => Assert.Empty(
        HistoryChecker.Check(With(h => h.ScenarioRuns[0] = h.ScenarioRuns[0] with { State = "failed", Score = null, IsGivenUp = true })));

    [Fact]
    public void A_second_result_is_found() => Found("2 results", h => h.ScenarioRuns[0] = h.ScenarioRuns[0] with { Results = 2 });

    [Fact]
    public void Another_score_than_without_faults_is_found() => Found("without faults", h => h.ScenarioRuns[0] = h.ScenarioRuns[0] with { Score = 0.5 });

    [Fact]
    public void A_missing_score_is_found() => Found("without faults", h => h.ScenarioRuns[0] = h.ScenarioRuns[0] with { Score = null });

    [Fact]
    public void A_scenario_run_of_nobodys_is_found() => Found("of no scenario", h => h.ScenarioRuns.Add(h.ScenarioRuns[0] with { ScenarioId = "scn_9" }));

    [Fact]
    public void A_command_that_ran_twice_is_found() => Found("ran 2 times", h => h.Commands[0] = h.Commands[0] with { Times = 2 });

    [Fact]
    public void A_lost_byte_is_found() => Found("output of the command", h => h.Commands[0] = h.Commands[0] with { Actual = "line 1\n" });

    [Fact]
    public void Output_that_could_not_be_read_is_found() => Found("output of the command", h => h.Commands[0] = h.Commands[0] with { Actual = null });

    [Fact]
    public void Nothing_is_asked_of_a_command_whose_devbox_was_lost() =>
        Assert.Empty(HistoryChecker.Check(With(h => h.Commands[0] = h.Commands[0] with { IsDevboxLost = true, Actual = null, Times = null })));

    [Fact]
    public void Output_may_end_early_where_the_command_says_that_the_disk_was_full() =>
        Assert.Empty(HistoryChecker.Check(With(h => h.Commands[0] = h.Commands[0] with { IsCut = true, Actual = "line 1\n" })));

    [Fact]
    public void Wrong_bytes_are_found_also_where_output_is_cut() => Found("output of the command", h => h.Commands[0] = h.Commands[0] with { IsCut = true, Actual = "line 2\n" });

    [Fact]
    public void A_container_that_is_left_is_found() => Found("nobody owns it", h => h.Left.Add("bench-x"));

    [Fact]
    public void An_index_that_disagrees_is_found() => Found("The index says", h => h.Indexed[0] = h.Indexed[0] with { InIndex = "running" });

    private static void Found(string part, Action<ChaosHistory> plant)
    {
        var violation = Assert.Single(HistoryChecker.Check(With(plant)));
        Assert.Contains(part, violation, StringComparison.Ordinal);
    }

    private static ChaosHistory With(Action<ChaosHistory> plant)
    {
        var history = Good();
        plant(history);
        return history;
    }

    private static ChaosHistory Good() => new()
    {
        Started = [new StartedRun("bmr_1", new Dictionary<string, double> { ["scn_1"] = 1, ["scn_2"] = 0 })],
        Seen = [new SeenRun("bmr_1", false, "running", null), new SeenRun("bmr_1", true, "completed", 0.5), new SeenRun("bmr_1", true, "completed", 0.5)],
        ScenarioRuns =
        [
            new EndedScenarioRun("srn_1", "bmr_1", "scn_1", "completed", 1, 1, 1),
            new EndedScenarioRun("srn_2", "bmr_1", "scn_2", "completed", 0, 2, 1),
        ],
        Commands = [new RanCommand("c1", false, "line 1\nline 2\n", "line 1\nline 2\n", 1)],
        Indexed = [new IndexedResource("dbx_1", "shutdown", "shutdown")],
    };
}
