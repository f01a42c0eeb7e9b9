using BenchCluster.Client.SweBench;
using BenchCluster.Scoring;

namespace BenchCluster.Tests.SweBench;

public sealed class InstancePlanTests
{
    [Fact]
    public void A_public_instance_runs_in_its_public_image_by_what_is_built_in()
    {
        var plan = Plan(Instance("psf__Requests-1", "psf/requests"));

        Assert.Equal("swebench/sweb.eval.x86_64.psf_1776_requests-1:latest", plan.Image);
        Assert.Equal(("/testbed", TestLogFormat.PytestOptions, 1800), (plan.WorkingDirectory, plan.LogFormat, plan.TestTimeoutSec));
        Assert.Equal("source /opt/miniconda3/bin/activate && conda activate testbed\npytest -rA tests/test_x.py\n", plan.TestScript);
    }

    [Theory]
    [InlineData("4.0", "./tests/runtests.py --verbosity 2 --settings=test_sqlite --parallel 1 test_x\n")]
    [InlineData("1.9", "./tests/runtests.py --verbosity 2 test_x\n")]
    public void Djangos_tests_are_named_as_modules_below_its_tests(string version, string end) =>
        Assert.EndsWith(end, Plan(Instance("django__django-1", "django/django", version)).TestScript, StringComparison.Ordinal);

    [Fact]
    public void The_first_entry_of_the_user_that_fits_goes_before_the_row_and_what_is_built_in()
    {
        var plan = Plan(
            Instance("psf__requests-1", "psf/requests") with { TestCommand = "tox", Image = "row:1" },
            new EnvironmentSpec { Repo = "psf/requests", Versions = ["1.0"], TestCommand = "not this" },
            new EnvironmentSpec { Repo = "PSF/Requests", Versions = ["2.0"], Image = "mine/{instance_id}:{version}", TestCommand = "go {tests} now", LogFormat = TestLogFormat.Gotest, Tests = TestTargetStyle.Directories },
            new EnvironmentSpec { TestCommand = "nor this" });

        Assert.Equal("mine/psf__requests-1:2.0", plan.Image);
        Assert.EndsWith("go ./tests now\n", plan.TestScript, StringComparison.Ordinal);
        Assert.Equal(TestLogFormat.Gotest, plan.LogFormat);
    }

    [Fact]
    public void What_the_row_says_goes_before_what_is_built_in()
    {
        var plan = Plan(Instance("psf__requests-1", "psf/requests") with { TestCommand = "tox", Image = "row:1", LogFormat = TestLogFormat.Pytest });

        Assert.Equal(("row:1", TestLogFormat.Pytest), (plan.Image, plan.LogFormat));
        Assert.EndsWith("tox tests/test_x.py\n", plan.TestScript, StringComparison.Ordinal);
    }

    [Fact]
    public void A_repository_that_nobody_knows_is_refused_with_what_is_missing()
    {
        var (plan, problem) = InstancePlan.Of(Instance("a__b-1", "a/b"), []);

        Assert.Null(plan);
        Assert.Contains("nothing says how the tests of a/b 2.0 are run", problem!.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tests/a.py", "tests/a.py")]
    [InlineData("tests/a b.py", "'tests/a b.py'")]
    [InlineData("tests/data.json", "")]
    [InlineData("tests/it's.py", "'tests/it'\\''s.py'")]
    public void Targets_are_quoted_and_data_is_none(string file, string targets) =>
        Assert.Equal(targets, TestTargets.Of($"diff --git a/{file} b/{file}\n", TestTargetStyle.Files));

    [Fact]
    public async Task A_file_of_entries_is_read_and_what_is_wrong_in_it_is_named()
    {
        using var file = new DatasetFile("# mine\n- repo: a/b\n  versions: ['1.10']\n  dockerfile: env\n  tests: django_modules\n  log_format: pytest_v2\n", "spec.yaml");
        file.Write("env/Dockerfile", "FROM scratch\n");

        var spec = Assert.Single(await EnvironmentSpecs.ReadAsync(file.Path, CancellationToken.None));

        Assert.Equal((Path.Combine(file.Folder, "env"), TestTargetStyle.DjangoModules, TestLogFormat.PytestV2), (spec.Dockerfile, spec.Tests, spec.LogFormat));
        Assert.Equal(["1.10"], spec.Versions);
        foreach (var (text, message) in ((string, string)[])
            [
                ("repo: a\nsurprise: 1\n", "surprise"), ("log_format: fortran\n", "Fortran"), ("image: a\ndockerfile: env\n", "only one of"),
                ("dockerfile: nowhere\n", "there is no file"), ("working_directory: here\n", "absolute"), ("- [", "line"),
            ])
        {
            file.Write("spec.yaml", text);
            var error = await Assert.ThrowsAsync<InvalidDataException>(() => EnvironmentSpecs.ReadAsync(file.Path, CancellationToken.None));
            Assert.True(error.Message.Contains(message, StringComparison.Ordinal), error.Message);
        }
    }

    private static InstancePlan Plan(SweBenchInstance instance, params EnvironmentSpec[] specs)
    {
        var (plan, problem) = InstancePlan.Of(instance, specs);
        Assert.Null(problem);
        return plan!;
    }

    private static SweBenchInstance Instance(string id, string repo, string version = "2.0")
    {
        var row = DatasetFile.Row(id, repo);
        row["version"] = version;
        return InstanceReader.Read(row, 1).Instance!;
    }
}
