using System.Text.Json;
using BenchCluster.Resources;
using BenchCluster.ScenarioRuns;
using BenchCluster.Scenarios;

namespace BenchCluster.Tests.SweBench;

/// <summary>A dataset from its file to its scores, by the command line, on a real silo and a real engine.</summary>
public sealed class SweBenchTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Gold_patches_resolve_and_nothing_does_not_and_cheats_do_not_either()
    {
        using var dataset = await CalcDataset.CreateAsync();
        var file = await dataset.WriteAsync("calc.jsonl", "example__calc-1");
        (await BenchProgram.RunAsync(api.Silo, "import", "swebench", file, "--spec", dataset.SpecFile)).Succeeded();

        var run = (await BenchProgram.RunAsync(
            api.Silo, "run", "calc", "--agent", "oracle", "--agent", "nop", "--expect", "oracle=1", "--expect", "nop=0")).Succeeded();

        Assert.Matches(@"example__calc-1 +1\.000 +0\.000", run.Output);
        var scenario = await FindAsync("calc", "example__calc-1");
        var cheats = Cheats.ToDictionary(cheat => cheat.Name, cheat => PlayAsync(scenario, cheat.Command));
        await Task.WhenAll(cheats.Values);
        foreach (var (name, play) in cheats)
        {
            var played = await play;
            Assert.True(played is { State: ScenarioRunState.Completed, ScoringContractResult.Score: 0 }, $"{name}: {played.State} {played.FailureReason} {OutputOf(played)}");
        }

        // What they did was seen, and the tests were run.
        Assert.Contains("FAIL_TO_PASS 0 of 1, PASS_TO_PASS 1 of 1", OutputOf(await cheats["edited tests"]), StringComparison.Ordinal);
        Assert.Contains("names no failure", OutputOf(await cheats["own lines and an exit"]), StringComparison.Ordinal);
        Assert.Contains("objects are damaged", OutputOf(await cheats["forged objects"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Predictions_are_applied_graded_and_reported_as_the_harness_does()
    {
        using var dataset = await CalcDataset.CreateAsync();
        var patches = Patches;
        var file = await dataset.WriteAsync("predicted.jsonl", [.. patches.Keys.Select(name => $"example__calc-{name}"), "example__calc-none"]);
        var predictions = Path.Combine(dataset.Folder, "preds.jsonl");
        await File.WriteAllLinesAsync(predictions, patches.Select(patch => JsonSerializer.Serialize(new
        {
            instance_id = $"example__calc-{patch.Key}",
            model_name_or_path = "some-model",
            model_patch = patch.Value,
        })));
        var report = Path.Combine(dataset.Folder, "report.json");
        (await BenchProgram.RunAsync(api.Silo, "import", "swebench", file, "--spec", dataset.SpecFile)).Succeeded();

        var run = (await BenchProgram.RunAsync(api.Silo, "run", "predicted", "--predictions", predictions, "-n", "4", "--report", report)).Succeeded();

        using var written = JsonDocument.Parse(await File.ReadAllTextAsync(report));
        string[] Ids(string field) => [.. written.RootElement.GetProperty(field).EnumerateArray().Select(id => id.GetString()!["example__calc-".Length..])];
        Assert.True(Ids("resolved_ids") is ["fuzzy", "gold"], run.Output + run.Error);
        Assert.Equal(["breaks", "tests", "wrong"], Ids("unresolved_ids"));
        Assert.Equal(["empty"], Ids("empty_patch_ids"));
        Assert.Equal(["misfit"], Ids("error_ids"));
        Assert.Equal(["none"], Ids("incomplete_ids"));
        Assert.Equal(
            (8, 7, 5), (written.RootElement.GetProperty("total_instances").GetInt32(), written.RootElement.GetProperty("submitted_instances").GetInt32(), written.RootElement.GetProperty("completed_instances").GetInt32()));
        Assert.Matches(@"example__calc-gold +1\.000", run.Output);
        Assert.Matches(@"score +0\.250", run.Output);
        Assert.Matches(@"resolved +2\n", run.Output);
        Assert.Contains("The patch does not apply", run.Output, StringComparison.Ordinal);
        Assert.Contains("There is no patch for this scenario.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Predictions_for_what_the_benchmark_has_not_start_nothing()
    {
        using var dataset = await CalcDataset.CreateAsync();
        var file = await dataset.WriteAsync("strange.jsonl", "example__calc-9");
        (await BenchProgram.RunAsync(api.Silo, "import", "swebench", file, "--spec", dataset.SpecFile)).Succeeded();
        var predictions = Path.Combine(dataset.Folder, "preds.json");
        await File.WriteAllTextAsync(predictions, """[{"instance_id": "example__other-1", "model_name_or_path": "m", "model_patch": ""}]""");

        var run = await BenchProgram.RunAsync(api.Silo, "run", "strange", "--predictions", predictions);

        Assert.Equal(1, run.ExitStatus);
        Assert.Contains("the benchmark 'strange' has no example__other-1.", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("started", run.Error, StringComparison.Ordinal);
    }

    private static readonly (string Name, string Command)[] Cheats =
    [
        ("edited tests", "printf 'import unittest\\nclass CalcTests(unittest.TestCase):\\n    def test_add(self): pass\\n    test_mul = test_add\\n' >tests/test_calc.py"),
        ("a broken neighbour", $"{Fix} && sed -i 's/a \\* b/a + b/' calc.py"),
        ("own lines and an exit", $"printf 'import os\\nprint(\"{CalcDataset.FailToPass} ... ok\", flush=True)\\nprint(\"{CalcDataset.PassToPass} ... ok\", flush=True)\\nos._exit(3)\\n' >calc.py"),
        ("a filter on checkout", "echo '*.py filter=x' >.gitattributes; git config filter.x.smudge \"sed 's/assertEqual/assertTrue/'\"; rm tests/test_calc.py; cp .gitattributes .git/info/attributes"),
        ("a replaced commit", "git config user.email a@b; git config user.name a; sed -i 's/assertEqual/assertTrue/' tests/test_calc.py; git commit -qam x; git replace HEAD~1 HEAD"),
        (
            "forged objects",
            "id=$(git rev-parse HEAD:tests/test_calc.py); file=.git/objects/$(echo $id | cut -c1-2)/$(echo $id | cut -c3-); chmod u+w $file; "
                + "python3 -c \"import sys,zlib; p=sys.argv[1]; d=zlib.decompress(open(p,'rb').read()).replace(b'assertEqual(6',b'assertTrue(6,'); "
                + "b=d.split(bytes(1),1)[1]; open(p,'wb').write(zlib.compress(b'blob %d'%len(b)+bytes(1)+b))\" $file"
        ),
        ("links in the tests' place", "rm -rf tests; mkdir /tmp/elsewhere; ln -s /tmp/elsewhere tests"),
    ];

    private const string Fix = "sed -i 's/a - b/a + b/' calc.py";

    private static Dictionary<string, string> Patches => new()
    {
        ["gold"] = CalcDataset.Gold,
        ["wrong"] = CalcDataset.Gold.Replace("+    return a + b", "+    return a", StringComparison.Ordinal),
        ["breaks"] = """
            diff --git a/calc.py b/calc.py
            --- a/calc.py
            +++ b/calc.py
            @@ -1,6 +1,6 @@
             def add(a, b):
            -    return a - b
            +    return a + b
             
             
             def mul(a, b):
            -    return a * b
            +    return a + b

            """,
        ["tests"] = """
            diff --git a/tests/test_calc.py b/tests/test_calc.py
            --- a/tests/test_calc.py
            +++ b/tests/test_calc.py
            @@ -6,3 +6,6 @@
             class CalcTests(unittest.TestCase):
                 def test_mul(self):
                     self.assertEqual(6, calc.mul(2, 3))
            +
            +    def test_add(self):
            +        pass

            """,
        // Its context is not what is there, which git does not take and patch does.
        ["fuzzy"] = CalcDataset.Gold.Replace(" def mul(a, b):", " def times(a, b):", StringComparison.Ordinal),
        ["misfit"] = CalcDataset.Gold.Replace("-    return a - b", "-    return b - a", StringComparison.Ordinal),
        ["empty"] = "",
    };

    private async Task<ScenarioView> FindAsync(string benchmark, string name)
    {
        var found = await api.Client.Benchmarks.FindAsync(benchmark);
        await foreach (var scenario in api.Client.Scenarios.ListAsync(benchmarkId: found!.Id))
        {
            if (scenario.Name == name)
                return scenario;
        }

        throw new InvalidOperationException($"There is no scenario '{name}'.");
    }

    private async Task<ScenarioRunView> PlayAsync(ScenarioView scenario, string command)
    {
        var run = await api.Client.Scenarios.StartRunAsync(new StartScenarioRunRequest
        {
            ScenarioId = scenario.Id,
            Agent = new AgentSpec { Type = AgentKind.Command, Command = command },
        });
        return await Eventually.Get(() => api.Client.ScenarioRuns.GetAsync(run.Id), view => view.DurationMs is not null, TimeSpan.FromMinutes(4));
    }

    private static string OutputOf(ScenarioRunView run) =>
        run.ScoringContractResult is { } result ? string.Join('\n', result.ScoringFunctionResults.Select(function => function.Output)) : "";
}
