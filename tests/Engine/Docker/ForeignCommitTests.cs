using BenchCluster.Engine;
using Microsoft.AspNetCore.Http;

namespace BenchCluster.Tests.Docker;

/// <summary>An engine that commits a container with its own configuration, whatever is asked for, as Podman 4 does.</summary>
public sealed class ForeignCommitTests
{
    [Fact]
    public async Task An_image_that_would_have_the_agents_configuration_is_removed_and_the_commit_fails()
    {
        await using var engine = await ScriptedEngine.StartAsync((context, path) => context.Response.WriteAsync(path switch
        {
            "/containers/box/json" => """{"Id":"4b5d","Image":"parent","Config":{"Labels":{"benchcluster.devbox":"dbx_1","benchcluster.epoch":"1"}}}""",
            "/images/parent/json" => """{"Id":"parent","Config":{}}""",
            "/commit" => """{"Id":"made"}""",
            "/images/made/json" => """{"Id":"made","Config":{"Labels":{"benchcluster.devbox":"dbx_1","benchcluster.epoch":"1"}}}""",
            "/images/made" => """[{"Deleted":"made"}]""",
            _ => "",
        }));

        var failure = await Assert.ThrowsAsync<EngineException>(() => engine.Adapter.CommitAsync("box", "image:1", CancellationToken.None));

        Assert.Equal(EngineError.Other, failure.Error);
        Assert.Equal("DELETE /v1.41/images/made", engine.Requests.Last());
    }
}
