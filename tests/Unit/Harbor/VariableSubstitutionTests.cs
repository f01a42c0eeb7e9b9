using BenchCluster.Client.Harbor;

namespace BenchCluster.Tests.Harbor;

public sealed class VariableSubstitutionTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("${SET}", "value")]
    [InlineData("a${SET}b${SET}", "avaluebvalue")]
    [InlineData("${SET:-other}", "value")]
    [InlineData("${MISSING:-other}", "other")]
    [InlineData("${MISSING:-}", "")]
    [InlineData("${EMPTY:-other}", "")]
    [InlineData("$SET", "$SET")]
    [InlineData("${1BAD}", "${1BAD}")]
    [InlineData("$${SET}", "$value")]
    public void References_are_replaced(string given, string expected)
    {
        var missing = new List<string>();

        Assert.Equal(expected, Resolve(given, missing));
        Assert.Empty(missing);
    }

    [Fact]
    public void A_variable_without_value_or_default_is_reported_with_the_key_that_names_it()
    {
        var missing = new List<string>();

        Resolve("${MISSING} ${SET} ${ALSO}", missing);

        Assert.Equal(["KEY MISSING", "KEY ALSO"], missing);
    }

    [Fact]
    public void What_a_variable_holds_is_not_read_again() =>
        Assert.Equal(
            "${SET}",
            VariableSubstitution.Resolve(new Dictionary<string, string> { ["KEY"] = "${OUTER}" }, _ => "${SET}", (_, _) => { })!["KEY"]);

    [Fact]
    public void No_map_stays_none() => Assert.Null(VariableSubstitution.Resolve(null, _ => null, (_, _) => { }));

    private static string Resolve(string value, List<string> missing) =>
        VariableSubstitution.Resolve(
            new Dictionary<string, string> { ["KEY"] = value },
            name => name switch
            {
                "SET" => "value",
                "EMPTY" => "",
                _ => null,
            },
            (key, variable) => missing.Add($"{key} {variable}"))!["KEY"];
}
