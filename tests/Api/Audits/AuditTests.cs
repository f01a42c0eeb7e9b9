using System.Text.Json;
using BenchCluster.Benchmarks;
using BenchCluster.Client.Audits;
using BenchCluster.Scenarios;
using BenchCluster.Scoring;
using BenchCluster.Tests.Commands;

namespace BenchCluster.Tests.Audits;

/// <summary><c>bench audit</c> on planted scenarios, in real devboxes.</summary>
public sealed class AuditTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string Sound = "[ \"$(cat answer.txt 2>/dev/null)\" = f2c7d1e05b ] && echo 1.0 || echo 0.0";

    [Fact]
    public async Task Scenarios_that_can_be_cheated_are_found_with_the_cheat_and_its_evidence_and_no_other()
    {
        ScenarioCreateRequest[] requests =
        [
            Request("sound", Sound),
            Request("trusts a file", "cat score.txt 2>/dev/null || echo 0.0"),
            Request("trusts the path", "python3 -c 'print(0.0)'") with { Agent = new AgentDefaults { User = "root" } },
            Request("runs the project's tests", "sh tests/test_all.sh 2>/dev/null | tail -1 | grep -x 1.0 || echo 0.0", "mkdir -p tests; echo 'echo 0.0' >tests/test_all.sh"),
            Request("wants a file to be there", "[ -e /home/user/report.html ] && echo 1 || echo 0"),
            Request("asks who shouts", "grep -qs rubric answer.md && echo 0.5 || echo 0.1"),
            Request("keeps its future in git", "grep -qsx solved state.txt && echo 1 || echo 0",
                "git init -q . && git config user.email a@b.c && git config user.name a && git commit -q --allow-empty -m one && echo solved >state.txt"
                + " && git add state.txt && git commit -q -m two && git branch future && git reset -q --hard HEAD~1"),
            Request("loads the solution", "python3 solution.py 2>/dev/null || echo 0.0"),
            Request("unstable", "printf '0.%s\\n' $(od -An -N4 -tu4 /dev/urandom)"),
        ];
        var benchmark = await BenchmarkAsync(requests);
        const string cheats = "reward-files,path-programs,tests-edited,empty-files,judge-injection,git-history,exit-at-import";

        var (status, report) = await BenchCommands.JsonAsync(api.Silo, "audit", benchmark.Name, "--cheats", cheats, "-n", "8");

        Assert.Equal((1, "hackable"), (status, report.GetProperty("verdict").GetString()));
        var found = report.GetProperty("scenarios").EnumerateArray().ToDictionary(
            scenario => scenario.GetProperty("scenario_name").GetString()!, scenario => (Verdict: scenario.GetProperty("verdict").GetString(), Cheats: Successes(scenario)));
        Assert.Equal(("clean", ""), found["sound"]);
        Assert.Equal("unstable", found["unstable"].Verdict);
        (string Scenario, string Cheat)[] expected =
        [
            ("trusts a file", "reward-files"), ("trusts the path", "path-programs"), ("runs the project's tests", "tests-edited"),
            ("wants a file to be there", "empty-files"), ("asks who shouts", "judge-injection"), ("keeps its future in git", "git-history"),
            ("loads the solution", "exit-at-import"),
        ];
        Assert.All(expected, pair => Assert.True(
            found[pair.Scenario].Verdict == "hackable" && found[pair.Scenario].Cheats.Split(',').Contains(pair.Cheat), $"{pair}: {found[pair.Scenario]}"));
        var evidence = report.GetProperty("scenarios")[1].GetProperty("cheats").EnumerateArray().Single(cheat => cheat.GetProperty("cheat").GetString() == "reward-files");
        Assert.Equal((1, "f0: 1"), (evidence.GetProperty("score").GetDouble(), evidence.GetProperty("scorer_output").GetString()));
        var replaced = report.GetProperty("scenarios")[2].GetProperty("cheats").EnumerateArray().Single(cheat => cheat.GetProperty("cheat").GetString() == "path-programs");
        Assert.Contains("program_changed", replaced.GetProperty("flags").EnumerateArray().Select(flag => flag.GetString()));
        Assert.StartsWith("srn_", evidence.GetProperty("run_id").GetString(), StringComparison.Ordinal);
        Assert.Null(AuditRecord.Read((await api.Client.Benchmarks.GetAsync(benchmark.Id)).Metadata));
    }

    /// <summary>The base image has all that the catalogue needs but a compiler; each cheat is played at least once here.</summary>
    [Fact]
    public async Task A_benchmark_that_passes_says_so_in_its_record_until_a_scenario_changes()
    {
        var benchmark = await BenchmarkAsync(Request("sound", Sound));

        var (status, text, error) = await BenchCommands.RunAsync(api.Silo, "audit", benchmark.Name, "-n", "8");

        Assert.True(status == 0, text + error);
        Assert.Contains($"clean: none of {CheatCatalogue.All.Count} cheats", text, StringComparison.Ordinal);
        Assert.Contains($"cheats: {CheatCatalogue.All.Count} of {CheatCatalogue.All.Count} scored, 0 failed", error, StringComparison.Ordinal);
        var record = AuditRecord.Read((await api.Client.Benchmarks.GetAsync(benchmark.Id)).Metadata);
        Assert.Equal((AuditVerdict.Clean, CheatCatalogue.Version), (record!.Result, record.Catalogue));
        Assert.Matches("audit +clean, .* ago, ", await ShowAsync(benchmark));
        await api.PostAsync($"/v1/scenarios/{benchmark.ScenarioIds[0]}", """{"reference_output":"true"}""");
        Assert.Contains("stale: the scenarios have changed since", await ShowAsync(benchmark), StringComparison.Ordinal);
    }

    private static string Successes(JsonElement scenario) => string.Join(
        ',', scenario.GetProperty("cheats").EnumerateArray().Where(cheat => cheat.GetProperty("succeeded").GetBoolean()).Select(cheat => cheat.GetProperty("cheat").GetString()));

    private static ScenarioCreateRequest Request(string name, string script, string? setup = null) =>
        ApiFixture.RequestOf(name, new BashScriptScorer { BashScript = script }) with
        {
            InputContext = new InputContext { ProblemStatement = "Write a report to /home/user/report.html." },
            EnvironmentParameters = setup is null ? null : new ScenarioEnvironment { LaunchParameters = new() { LaunchCommands = [setup] } },
        };

    private async Task<string> ShowAsync(BenchmarkView benchmark) => (await BenchCommands.RunAsync(api.Silo, "benchmark", "show", benchmark.Id)).Out;

    private async Task<BenchmarkView> BenchmarkAsync(params ScenarioCreateRequest[] requests)
    {
        var ids = new List<string>();
        foreach (var request in requests)
            ids.Add((await api.Client.Scenarios.CreateAsync(request)).Id);
        return await api.Client.Benchmarks.CreateAsync(new BenchmarkCreateRequest { Name = $"b-{Guid.NewGuid():n}", ScenarioIds = ids });
    }
}
