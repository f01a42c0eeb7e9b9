using BenchCluster.Client.Harbor;
using Tomlyn;
using Tomlyn.Model;

namespace BenchCluster.Tests.Harbor;

public sealed class TomlSectionTests
{
    private readonly HarborProblems _problems = new();

    [Fact]
    public void Values_are_read_by_their_type()
    {
        var section = Section("text = \"a\"\nflag = true\nwhole = 3\nreal = 0.5\nlist = [\"x\", \"y\"]");

        Assert.Equal(("a", true, 3, 0.5), (section.String("text"), section.Bool("flag"), section.Number("whole"), section.Number("real")));
        Assert.Equal(["x", "y"], section.Strings("list")!);
        Assert.Empty(_problems);
    }

    [Fact]
    public void What_is_absent_is_null_and_no_problem()
    {
        var section = Section("");

        Assert.Null(section.String("a"));
        Assert.Null(section.Bool("a"));
        Assert.Null(section.Number("a"));
        Assert.Null(section.Strings("a"));
        Assert.Null(section.Map("a"));
        Assert.Null(section.User("a"));
        Assert.Empty(_problems);
    }

    [Fact]
    public void A_value_of_another_type_is_refused_with_what_was_found()
    {
        Section("a = [1, 2]").String("a");

        var problem = Assert.Single(_problems);
        Assert.Equal((HarborSeverity.Refusal, "part.a", "expected a string, found a list"), (problem.Severity, problem.Field, problem.Reason));
    }

    [Theory]
    [InlineData("a = inf")]
    [InlineData("a = nan")]
    [InlineData("a = -0.1")]
    public void A_number_is_finite_and_not_below_the_least(string toml)
    {
        Assert.Null(Section(toml).Number("a"));
        Assert.Single(_problems);
    }

    [Theory]
    [InlineData("a = \"root\"", "root")]
    [InlineData("a = 0", "0")]
    [InlineData("a = \"\"", null)]
    [InlineData("a = -1", null)]
    public void A_user_is_a_name_or_a_number(string toml, string? expected)
    {
        Assert.Equal(expected, Section(toml).User("a"));
        Assert.Equal(expected is null, _problems.Refused);
    }

    [Fact]
    public void A_map_takes_numbers_and_booleans_as_they_are_written() =>
        Assert.Equal(
            new Dictionary<string, string> { ["n"] = "1.5", ["b"] = "true", ["s"] = "x" },
            Section("[a]\nn = 1.5\nb = true\ns = \"x\"").Map("a")!);

    [Fact]
    public void A_list_with_something_else_in_it_is_refused()
    {
        Assert.Null(Section("a = [\"x\", 1]").Strings("a"));
        Assert.True(_problems.Refused);
    }

    [Fact]
    public void Fields_that_nobody_asked_for_are_reported()
    {
        var section = Section("known = 1\nunknown = 2");
        section.Number("known");

        section.ReportUnknown();

        Assert.Equal("part.unknown", Assert.Single(_problems).Field);
    }

    private TomlSection Section(string toml) =>
        new(TomlSerializer.Deserialize<TomlTable>(toml) ?? [], "task.toml", "part", _problems);
}
