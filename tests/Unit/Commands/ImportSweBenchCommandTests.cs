using BenchCluster.Client.Commands;
using BenchCluster.Scoring;
using BenchCluster.Tests.Harbor;
using BenchCluster.Tests.SweBench;

namespace BenchCluster.Tests.Commands;

public sealed class ImportSweBenchCommandTests
{
    private readonly HarborServer _server = new();

    [Fact]
    public async Task Instances_become_scenarios_with_their_grading_and_a_second_import_keeps_them()
    {
        using var file = DatasetFile.Of(DatasetFile.Row("psf__requests-1"), DatasetFile.Row("psf__requests-2"));
        using var bench = new BenchProcess(_server.Http);

        Assert.Equal(ExitStatus.Done, await bench.RunAsync("import", "swebench", file.Path));

        Assert.EndsWith("\nset bmd_1: 2 created\n", bench.Out, StringComparison.Ordinal);
        Assert.Equal(["psf__requests-1", "psf__requests-2"], _server.Scenarios.Select(scenario => scenario.Name).Order());
        var scenario = _server.Scenarios[0];
        var scorer = Assert.IsType<SweBenchScorer>(Assert.Single(scenario.ScoringContract.ScoringFunctionParameters).Scorer);
        Assert.Equal(["tests/test_x.py::test_a"], scorer.FailToPass);
        Assert.Equal(["tests/test_x.py::test_b"], scorer.PassToPass);
        Assert.Equal("image", scenario.Metadata["score_in"]);

        using var again = new BenchProcess(_server.Http);
        Assert.Equal(ExitStatus.Done, await again.RunAsync("import", "swebench", file.Path));
        Assert.EndsWith("\nset bmd_1: 2 kept\n", again.Out, StringComparison.Ordinal);
        Assert.Equal(2, _server.Scenarios.Count);
    }

    [Fact]
    public async Task A_row_that_is_wrong_is_refused_by_name_and_the_others_are_imported()
    {
        var wrong = DatasetFile.Row("psf__requests-2");
        wrong.Remove("patch");
        using var file = DatasetFile.Of(DatasetFile.Row(), wrong, DatasetFile.Row());
        using var bench = new BenchProcess(_server.Http);

        Assert.Equal(ExitStatus.Failed, await bench.RunAsync("import", "swebench", file.Path));

        Assert.Matches("refusal +psf__requests-2 +patch +is required\n", bench.Out);
        Assert.Matches("refusal +psf__requests-1 +instance_id +is there more than once\n", bench.Out);
        Assert.EndsWith("error: 2 of 3 instances refused; the others are imported.\n", bench.Error, StringComparison.Ordinal);
        Assert.Single(_server.Scenarios);
    }

    [Fact]
    public async Task A_dockerfile_is_built_once_for_all_that_it_is_told_the_same_of()
    {
        using var file = DatasetFile.Of(DatasetFile.Row("psf__requests-1"), DatasetFile.Row("psf__requests-2"));
        file.Write("env/Dockerfile", "FROM scratch\nARG BASE_COMMIT\nARG OTHER\n");
        using var bench = new BenchProcess(_server.Http);

        Assert.Equal(ExitStatus.Done, await bench.RunAsync("import", "swebench", file.Path, "--dockerfile", Path.Combine(file.Folder, "env")));

        var blueprint = Assert.Single(_server.Blueprints);
        Assert.Equal("swebench-psf-requests", blueprint.Name);
        Assert.All(_server.Scenarios, scenario => Assert.Equal(blueprint.Id, scenario.Environment?.BlueprintId));
    }

    [Theory]
    [InlineData(ExitStatus.Failed, "has no instance psf__requests-7", "--instance", "psf__requests-7")]
    [InlineData(ExitStatus.WrongUsage, "only one of --image and --dockerfile", "--image", "x", "--dockerfile", "y")]
    [InlineData(ExitStatus.WrongUsage, "there is no file", "--dockerfile", "/nowhere")]
    [InlineData(ExitStatus.WrongUsage, "--score-in: expected one of same, clean, image", "--score-in", "live")]
    public async Task What_cannot_be_done_is_said_before_anything_is(int status, string message, params string[] options)
    {
        using var file = DatasetFile.Of(DatasetFile.Row());
        using var bench = new BenchProcess(_server.Http);

        Assert.Equal(status, await bench.RunAsync(["import", "swebench", file.Path, .. options]));

        Assert.Contains(message, bench.Error, StringComparison.Ordinal);
        Assert.Empty(_server.Scenarios);
    }
}
