namespace BenchCluster.Tests;

/// <summary>Agents as they are on npm's registry today, in real devboxes, against a model that is scripted.</summary>
public sealed class RecipeTests(RecipeRuns runs) : IClassFixture<RecipeRuns>
{
    [Theory]
    [InlineData("claude-code", "/v1/messages", RecipeRuns.Key)]
    [InlineData("codex", "/v1/responses", $"Bearer {RecipeRuns.Key}")]
    [InlineData("gemini-cli", "/v1beta/models/gemini-2.5-pro:streamGenerateContent", RecipeRuns.Key)]
    [InlineData("opencode", "/v1/responses", $"Bearer {RecipeRuns.Key}")]
    public async Task An_agent_is_installed_works_with_the_model_and_says_what_it_used(string agent, string path, string key)
    {
        var run = await runs.OfAsync(agent);

        var said = $"{run.FailureReason}\n{run.AgentResult?.Stdout}\n{run.AgentResult?.Stderr}";
        Assert.True(run.ScoringContractResult?.Score == 1, said);
        Assert.Equal(0, run.AgentResult!.ExitStatus);
        Assert.All(runs.KeysAt(path), asked => Assert.Equal(key, asked));
        Assert.NotEmpty(runs.KeysAt(path));
        Assert.DoesNotContain(RecipeRuns.Key, said, StringComparison.Ordinal);
        // Two answers: the call of the tool, and the end.
        var usage = run.AgentResult.Usage;
        Assert.Equal((200, 40, 60), (usage?.InputTokens, usage?.CachedTokens, usage?.OutputTokens));
        if (agent is "claude-code" or "opencode")
            Assert.InRange(usage!.CostUsd!.Value, 0.00001, 0.1);
    }
}
