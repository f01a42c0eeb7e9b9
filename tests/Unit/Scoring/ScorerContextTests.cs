using System.Text;
using System.Text.Json;
using BenchCluster.Resources;
using BenchCluster.ScenarioRuns;
using BenchCluster.Scenarios;
using BenchCluster.Scoring;
using BenchCluster.Tests.ScenarioRuns;

namespace BenchCluster.Tests.Scoring;

public sealed class ScorerContextTests
{
    private static readonly ScenarioRunRecord Run = ScenarioRunBuilder.Started();

    [Fact]
    public void The_parameters_are_at_the_top_level_beside_the_scenario_and_the_run()
    {
        var context = ScorerContext.Of(Run, new RawJson("{\"file_path\":\"/tmp/x\",\"n\":{\"m\":1}}"), "/app");

        using var document = JsonDocument.Parse(context.Variable);
        Assert.Null(context.File);
        Assert.Equal("/tmp/x", document.RootElement.GetProperty("file_path").GetString());
        Assert.Equal(1, document.RootElement.GetProperty("n").GetProperty("m").GetInt32());
        var scenario = document.RootElement.GetProperty("scenario");
        Assert.Equal(Run.Scenario!.Name, scenario.GetProperty("name").GetString());
        Assert.Equal("/app", scenario.GetProperty("working_directory").GetString());
        Assert.Equal("solve it", scenario.GetProperty("input_context").GetProperty("problem_statement").GetString());
        Assert.Equal(Run.Id, document.RootElement.GetProperty("run").GetProperty("id").GetString());
    }

    [Fact]
    public void Parameters_cannot_pass_for_the_scenario()
    {
        var context = ScorerContext.Of(Run, new RawJson("{\"scenario\":{\"id\":\"forged\"}}"), null);

        using var document = JsonDocument.Parse(context.Variable);
        Assert.Equal(Run.Scenario!.Id, document.RootElement.GetProperty("scenario").GetProperty("id").GetString());
    }

    [Fact]
    public void A_context_too_large_for_a_variable_goes_to_a_file_whole()
    {
        var large = new string('é', ScorerContext.LargestVariable);
        var context = ScorerContext.Of(Run, new RawJson($"{{\"small\":1,\"large\":\"{large}\"}}"), null);

        Assert.NotNull(context.File);
        Assert.True(Encoding.UTF8.GetByteCount(context.Variable) <= ScorerContext.LargestVariable);
        using var variable = JsonDocument.Parse(context.Variable);
        using var file = JsonDocument.Parse(context.File);
        Assert.Equal(1, variable.RootElement.GetProperty("small").GetInt32());
        Assert.False(variable.RootElement.TryGetProperty("large", out _));
        Assert.Equal(large, file.RootElement.GetProperty("large").GetString());
    }

    [Fact]
    public void Of_a_name_that_comes_twice_the_last_counts_also_in_a_context_that_is_cut()
    {
        var large = new string('x', ScorerContext.LargestVariable);
        var run = Run with
        {
            Scenario = Run.Scenario! with
            {
                InputContext = new InputContext { ProblemStatement = large, AdditionalContext = new RawJson("""{"a":1,"a":{"b":1,"b":2}}""") },
            },
        };

        var context = ScorerContext.Of(run, new RawJson("""{"p":1,"p":2}"""), null);

        using var variable = JsonDocument.Parse(context.Variable);
        Assert.Equal(2, variable.RootElement.GetProperty("p").GetInt32());
        var additional = variable.RootElement.GetProperty("scenario").GetProperty("input_context").GetProperty("additional_context");
        Assert.Equal(2, additional.GetProperty("a").GetProperty("b").GetInt32());
    }

    [Fact]
    public void A_context_may_be_as_deep_as_a_request()
    {
        var deep = $"{string.Concat(Enumerable.Repeat("[", 62))}{string.Concat(Enumerable.Repeat("]", 62))}";
        var run = Run with
        {
            Scenario = Run.Scenario! with { InputContext = new InputContext { ProblemStatement = "p", AdditionalContext = new RawJson(deep) } },
        };

        var context = ScorerContext.Of(run, new RawJson($$"""{"deep":{{deep}}}"""), null);

        Assert.Contains($"\"deep\":{deep}", context.Variable, StringComparison.Ordinal);
    }
}
