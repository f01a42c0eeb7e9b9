using System.Text.Json;
using System.Xml.Linq;
using BenchCluster.Benchmarks;
using BenchCluster.Scenarios;
using BenchCluster.Scoring;

namespace BenchCluster.Tests.Commands;

/// <summary>A job file from the command line, and what is made of its runs.</summary>
public sealed class RunsTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task A_job_file_is_run_and_its_runs_are_compared_and_exported()
    {
        var directory = Directory.CreateTempSubdirectory("bench-runs-");
        try
        {
            var benchmark = await BenchmarkAsync();
            var file = Path.Combine(directory.FullName, "job.yaml");
            await File.WriteAllTextAsync(file, $"agents: [{{name: oracle}}, {{name: nop}}]\ndatasets: [{{name: {benchmark.Name}}}]\n");

            var (status, reports) = await BenchCommands.JsonAsync(api.Silo, "job", "run", file);

            Assert.Equal(0, status);
            var runs = reports.EnumerateArray().Select(report => report.GetProperty("benchmark_run")).ToDictionary(
                run => run.GetProperty("agent").GetProperty("type").GetString()!, run => (Id: run.GetProperty("id").GetString()!, Score: run.GetProperty("score").GetDouble()));
            Assert.Equal((1, 0.5), (runs["oracle"].Score, runs["nop"].Score));
            await ComparedAsync(runs["oracle"].Id, runs["nop"].Id);
            await ExportedAsync(runs["nop"].Id, directory.FullName);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private async Task ComparedAsync(string better, string worse)
    {
        var (status, text, _) = await BenchCommands.RunAsync(api.Silo, "compare", better, worse);

        Assert.Equal(0, status);
        Assert.Matches("(?m)^work +1\\.000 +0\\.000 ", text);
        Assert.Matches("(?m)^free +1\\.000 +1\\.000 ", text);
        var (failed, _, error) = await BenchCommands.RunAsync(api.Silo, "compare", better, "bmr_00000000000000000000000000");
        Assert.Equal(1, failed);
        Assert.Contains("bmr_00000000000000000000000000", error, StringComparison.Ordinal);
    }

    private async Task ExportedAsync(string run, string directory)
    {
        var json = await OutputAsync("export", run);
        var csv = (await OutputAsync("export", run, "--format", "csv")).TrimEnd().Split('\n');
        var junit = XDocument.Parse(await OutputAsync("export", run, "--format", "junit"));
        var folder = (await OutputAsync("export", run, "--format", "harbor", "-o", directory)).Trim();

        Assert.Contains(run, json, StringComparison.Ordinal);
        using (var document = JsonDocument.Parse(json))
            Assert.Equal(1, document.RootElement.GetArrayLength());
        Assert.Equal(3, csv.Length);
        Assert.Contains(csv, line => line.Contains("work", StringComparison.Ordinal));
        Assert.Equal(2, junit.Descendants("testcase").Count());
        Assert.Equal("work", Assert.Single(junit.Descendants("failure")).Parent!.Attribute("name")!.Value);
        Assert.StartsWith(directory, folder, StringComparison.Ordinal);
        Assert.Equal(3, Directory.EnumerateFiles(folder, "result.json", SearchOption.AllDirectories).Count());
    }

    private async Task<string> OutputAsync(params string[] args)
    {
        var (status, text, error) = await BenchCommands.RunAsync(api.Silo, args);
        Assert.True(status == 0, error);
        return text;
    }

    private async Task<BenchmarkView> BenchmarkAsync()
    {
        ScenarioCreateRequest[] requests =
        [
            ApiFixture.RequestOf("work", new BashScriptScorer { BashScript = "[ -e /tmp/done ] && echo 1.0 || echo 0.0" }) with { ReferenceOutput = "touch /tmp/done" },
            ApiFixture.RequestOf("free", new BashScriptScorer { BashScript = "echo 1.0" }) with { ReferenceOutput = "true" },
        ];
        var ids = new List<string>();
        foreach (var request in requests)
            ids.Add((await api.Client.Scenarios.CreateAsync(request)).Id);
        return await api.Client.Benchmarks.CreateAsync(new BenchmarkCreateRequest { Name = $"b-{Guid.NewGuid():n}", ScenarioIds = ids });
    }
}
