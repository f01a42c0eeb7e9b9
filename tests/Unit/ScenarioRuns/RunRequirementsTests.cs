using BenchCluster.Resources;
using BenchCluster.ScenarioRuns;
using BenchCluster.Scenarios;

namespace BenchCluster.Tests.ScenarioRuns;

public sealed class RunRequirementsTests
{
    private static readonly RunProfile Profile = new()
    {
        EnvVars = new Dictionary<string, string> { ["A"] = "1" },
        Secrets = new Dictionary<string, string> { ["DB_PASS"] = "DATABASE_PASSWORD" },
    };

    [Fact]
    public void Every_missing_variable_is_named()
    {
        var e = Assert.Throws<BenchException>(() => RunRequirements.CheckVariables("the scenario 's'", ["A", "B", "C", "D", "DB_PASS"], Profile, new ScenarioEnvironment
        {
            EnvironmentVariables = new Dictionary<string, string> { ["C"] = "" },
        }));

        Assert.Equal(BenchError.InvalidField, e.Code);
        Assert.EndsWith("missing: B, D.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_profile_everything_that_is_required_is_missing() =>
        Assert.Contains("X, Y", Assert.Throws<BenchException>(() => RunRequirements.CheckSecrets("it", ["X", "Y"], null)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("DB_PASS")]
    [InlineData("DATABASE_PASSWORD")]
    public void A_secret_is_given_as_the_variable_that_gets_it_or_as_the_secret_it_gets(string required) =>
        RunRequirements.CheckSecrets("it", [required], Profile);

    [Fact]
    public void A_secret_that_is_only_a_variable_is_missing() =>
        Assert.Throws<BenchException>(() => RunRequirements.CheckSecrets("it", ["A"], Profile));
}
