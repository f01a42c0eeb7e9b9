using System.Text.Json;
using BenchCluster.Benchmarks;
using BenchCluster.Scenarios;
using BenchCluster.Scoring;
using BenchCluster.Tests.Commands;

namespace BenchCluster.Tests.Validations;

/// <summary><c>bench validate</c> on planted scenarios, in real devboxes.</summary>
public sealed class ValidateTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string Diff = """
        diff --git a/answer.txt b/answer.txt
        new file mode 100644
        --- /dev/null
        +++ b/answer.txt
        @@ -0,0 +1 @@
        +42

        """;

    private static readonly CommandScorer Answer = new() { Command = "grep -qx 42 answer.txt" };

    [Fact]
    public async Task Each_scenario_is_judged_by_its_reference_by_doing_nothing_and_by_repetition()
    {
        string[] good = ["script", "diff", "reverse", "forward"];
        string[] bad = ["bad reference", "passes untouched", "unstable", "no reference"];
        ScenarioCreateRequest[] requests =
        [
            Request("script", Answer, "echo 42 >answer.txt"),
            Request("diff", Answer, Diff),
            Request("reverse", Answer, null) with { ValidationType = ValidationType.Reverse },
            Request("forward", new CommandScorer { Command = "true" }, "true") with { ValidationType = ValidationType.Forward },
            Request("bad reference", Answer, "echo 41 >answer.txt"),
            Request("passes untouched", new CommandScorer { Command = "true" }, "true"),
            Request("unstable", new BashScriptScorer { BashScript = "[ -e answer.txt ] && echo 1 || printf '0.%s\\n' $(od -An -N4 -tu4 /dev/urandom)" }, "touch answer.txt"),
            Request("no reference", Answer, null),
        ];
        var benchmark = await BenchmarkAsync(requests);

        var (status, report) = await BenchCommands.JsonAsync(api.Silo, "validate", benchmark.Name, "--repeat", "2", "-n", "6");

        Assert.Equal(1, status);
        var byName = report.GetProperty("scenarios").EnumerateArray().ToDictionary(s => s.GetProperty("scenario_name").GetString()!);
        Assert.All(good, name => Assert.True(byName[name].GetProperty("passes").GetBoolean(), byName[name].ToString()));
        Assert.All(bad, name => Assert.False(byName[name].GetProperty("passes").GetBoolean(), byName[name].ToString()));
        Assert.Equal("fails", Verdict(byName["bad reference"], "reference"));
        Assert.Equal(("passes", "fails"), (Verdict(byName["passes untouched"], "reference"), Verdict(byName["passes untouched"], "nothing")));
        Assert.False(byName["unstable"].GetProperty("is_stable").GetBoolean());
        Assert.All(byName.Where(pair => pair.Key != "unstable"), pair => Assert.True(pair.Value.GetProperty("is_stable").GetBoolean(), pair.Key));
        Assert.Equal("missing", Verdict(byName["no reference"], "reference"));
        Assert.Equal([1, 1], byName["diff"].GetProperty("reference").GetProperty("scores").EnumerateArray().Select(score => score.GetDouble()));
    }

    [Fact]
    public async Task A_scenario_alone_is_validated_by_its_id_with_progress_and_a_table()
    {
        var scenario = await api.Client.Scenarios.CreateAsync(Request("alone", Answer, "echo 42 >answer.txt"));

        var (status, text, error) = await BenchCommands.RunAsync(api.Silo, "validate", scenario.Id);

        Assert.True(status == 0, text + error);
        Assert.Equal("TASK   REFERENCE  NOTHING  VERDICT\nalone      1.000    0.000  passes\n\nalone: 1 of 1 scenarios pass\n", text);
        Assert.Contains("oracle: 1 of 1 scored, 0 failed", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_benchmark_that_does_not_exist_is_named()
    {
        var (status, _, error) = await BenchCommands.RunAsync(api.Silo, "validate", "no-such-benchmark");

        Assert.Equal(1, status);
        Assert.Contains("There is no benchmark 'no-such-benchmark'.", error, StringComparison.Ordinal);
    }

    private static string? Verdict(JsonElement scenario, string side) => scenario.GetProperty(side).GetProperty("verdict").GetString();

    private static ScenarioCreateRequest Request(string name, ScorerSpec scorer, string? reference) =>
        ApiFixture.RequestOf(name, scorer) with { ReferenceOutput = reference };

    private async Task<BenchmarkView> BenchmarkAsync(params ScenarioCreateRequest[] requests)
    {
        var ids = new List<string>();
        foreach (var request in requests)
            ids.Add((await api.Client.Scenarios.CreateAsync(request)).Id);
        return await api.Client.Benchmarks.CreateAsync(new BenchmarkCreateRequest { Name = $"b-{Guid.NewGuid():n}", ScenarioIds = ids });
    }
}
