using System.IO.Compression;
using System.Text.Json;
using BenchCluster.Devboxes;
using BenchCluster.Resources;
using BenchCluster.ScenarioRuns;
using BenchCluster.Scenarios;
using BenchCluster.Scoring;

namespace BenchCluster.Tests.ScenarioRuns;

/// <summary>What an agent tells of its work in the way of Harbor's agents, in real devboxes.</summary>
public sealed class TrajectoryTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Theory]
    [InlineData(10, 900)]
    [InlineData(3_000_000, null)]
    public async Task It_is_in_the_logs_when_the_devbox_is_gone_without_secrets(int length, int? tokens)
    {
        var secret = $"TRAJECTORY_{Guid.NewGuid():n}";
        var (status, error) = await api.PostAsync("/v1/secrets", JsonSerializer.Serialize(new { name = secret, value = "value-of-the-secret" }));
        Assert.True(status == 200, error);
        var scenario = await api.Client.Scenarios.CreateAsync(ApiFixture.RequestOf("trajectory", new CommandScorer { Command = "true" }) with
        {
            EnvironmentParameters = new ScenarioEnvironment { LaunchParameters = new LaunchParameters { UserParameters = new UserParameters { Username = "root", Uid = 0 } } },
        });
        var agent = new AgentSpec
        {
            Type = AgentKind.Command,
            Secrets = new Dictionary<string, string> { ["TOKEN"] = secret },
            Command = $$"""
                mkdir -p /logs/agent
                { printf '{"final_metrics":{"total_prompt_tokens":900},"steps":[{"message":"%s"},{"message":"' "$TOKEN"
                  head -c {{length}} /dev/zero | tr '\0' x; printf '"}]}'; } >/logs/agent/trajectory.json
                """,
        };

        var (_, runs) = await api.RunAsync(agent, scenario);

        var run = runs[scenario.Id];
        Assert.True(run.State is ScenarioRunState.Completed, run.FailureReason);
        Assert.Equal(tokens, run.AgentResult!.Usage?.InputTokens);
        using var zip = await LogsAsync(run.Id);
        var entry = zip.GetEntry("agent/agent-1/trajectory.json");
        Assert.True(entry is not null, string.Join('\n', zip.Entries.Select(e => e.FullName)));
        using var reader = new StreamReader(await entry!.OpenAsync());
        var messages = JsonDocument.Parse(await reader.ReadToEndAsync()).RootElement.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("message").GetString()!).ToList();
        Assert.Equal(("[redacted]", length), (messages[0], messages[1].Length));
    }

    [Fact]
    public async Task An_agent_that_left_none_has_none()
    {
        var scenario = await api.ScenarioAsync("none", new CommandScorer { Command = "true" });

        var (_, runs) = await api.RunAsync(new AgentSpec { Type = AgentKind.Command, Command = "echo done" }, scenario);

        using var zip = await LogsAsync(runs[scenario.Id].Id);
        Assert.DoesNotContain(zip.Entries, entry => entry.FullName.Contains("trajectory", StringComparison.Ordinal));
        Assert.Contains(zip.Entries, entry => entry.FullName == "agent/agent-1/stdout.log");
    }

    private async Task<ZipArchive> LogsAsync(string runId)
    {
        using var response = await api.Http.PostAsync(new Uri($"/v1/scenarios/runs/{runId}/download_logs", UriKind.Relative), null);
        response.EnsureSuccessStatusCode();
        return new ZipArchive(new MemoryStream(await response.Content.ReadAsByteArrayAsync()));
    }
}
