using System.Text.Json.Nodes;
using BenchCluster.Client.SweBench;
using BenchCluster.Scoring;

namespace BenchCluster.Tests.SweBench;

public sealed class InstanceReaderTests
{
    [Fact]
    public void A_row_is_read_with_lists_as_lists_and_as_texts()
    {
        var (instance, problem) = InstanceReader.Read(DatasetFile.Row(), 1);

        Assert.Null(problem);
        Assert.Equal(("psf__requests-1", "psf/requests", new string('a', 40), "2.0"), (instance!.Id, instance.Repo, instance.BaseCommit, instance.Version));
        Assert.Equal(["tests/test_x.py::test_a"], instance.FailToPass);
        Assert.Equal(["tests/test_x.py::test_b"], instance.PassToPass);
    }

    [Theory]
    [InlineData("instance_id", null, "is required")]
    [InlineData("repo", "\"\"", "is required")]
    [InlineData("base_commit", "\"main\"", "full id of a commit")]
    [InlineData("problem_statement", "7.5", null)]
    [InlineData("problem_statement", "[1]", "expected a text")]
    [InlineData("patch", "\"fix it\"", "is no git diff")]
    [InlineData("test_patch", "null", "is required")]
    [InlineData("FAIL_TO_PASS", "\"[]\"", "at least one test")]
    [InlineData("FAIL_TO_PASS", "\"test_a\"", "expected a list")]
    [InlineData("PASS_TO_PASS", "[1]", "expected a list of the names")]
    [InlineData("PASS_TO_PASS", "null", null)]
    [InlineData("log_parser", "\"parse_log_fortran\"", "is not known; expected one of pytest")]
    [InlineData("log_parser", "\"parse_log_pytest_v2\"", null)]
    [InlineData("install_config", "\"{oops\"", "expected an object")]
    public void The_first_field_that_is_wrong_is_named(string field, string? value, string? reason)
    {
        var row = DatasetFile.Row();
        row[field] = value is null ? null : JsonNode.Parse(value);

        var (instance, problem) = InstanceReader.Read(row, 3);

        Assert.Equal(reason is null, instance is not null);
        if (reason is null)
            return;
        Assert.Equal((field == "instance_id" ? "row 3" : "psf__requests-1", field), (problem!.Instance, problem.Field));
        Assert.Contains(reason, problem.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void What_descendants_of_the_format_say_is_read()
    {
        var row = DatasetFile.Row();
        row["docker_image"] = "some/image:1";
        row["install_config"] = new JsonObject { ["test_cmd"] = new JsonArray("make deps", "pytest -q"), ["log_parser"] = "parse_log_pytest_options" };

        var instance = InstanceReader.Read(row, 1).Instance!;

        Assert.Equal(("some/image:1", "make deps\npytest -q", TestLogFormat.PytestOptions), (instance.Image, instance.TestCommand, instance.LogFormat));
    }
}
