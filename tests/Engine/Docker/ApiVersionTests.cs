using BenchCluster.Engine;
using Microsoft.AspNetCore.Http;

namespace BenchCluster.Tests.Docker;

public sealed class ApiVersionTests
{
    [Theory]
    [InlineData("1.12", "1.41", "1.41")] // Docker 20.10
    [InlineData("1.24", "1.43", "1.43")] // Docker 24
    [InlineData("1.24", "1.51", "1.44")] // Docker 28
    [InlineData("1.44", "1.52", "1.44")] // Docker 29
    [InlineData("1.60", "1.70", "1.60")] // One to come
    public async Task An_engine_is_spoken_to_in_the_newest_version_that_both_know(string oldest, string newest, string spoken)
    {
        await using var engine = await ScriptedEngine.StartAsync(AnswerAsync);
        engine.Versions = (Version.Parse(oldest), Version.Parse(newest));

        await engine.Adapter.GetInfoAsync(CancellationToken.None);
        await engine.Adapter.PullImageAsync("image", CancellationToken.None);

        Assert.Equal(["GET /version", $"GET /v{spoken}/info", $"POST /v{spoken}/images/create"], engine.Requests);
    }

    [Fact]
    public async Task An_engine_that_is_replaced_by_another_version_is_unavailable_once_and_then_understood()
    {
        await using var engine = await ScriptedEngine.StartAsync(AnswerAsync);
        await engine.Adapter.GetInfoAsync(CancellationToken.None);
        engine.Versions = (new(1, 44), new(1, 52));

        var failure = await Assert.ThrowsAsync<EngineException>(() => engine.Adapter.GetInfoAsync(CancellationToken.None));
        Assert.Equal(EngineError.Unavailable, failure.Error);

        await engine.Adapter.GetInfoAsync(CancellationToken.None);
        Assert.Equal("GET /v1.44/info", engine.Requests.Last());
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("<html>")]
    [InlineData("""{"ApiVersion":"new"}""")]
    public async Task A_server_that_is_no_engine_is_unavailable(string answer)
    {
        await using var engine = await ScriptedEngine.StartAsync(AnswerAsync);
        engine.VersionAnswer = answer;

        var failure = await Assert.ThrowsAsync<EngineException>(() => engine.Adapter.GetInfoAsync(CancellationToken.None));

        Assert.Equal(EngineError.Unavailable, failure.Error);
    }

    private static Task AnswerAsync(HttpContext context, string path) =>
        context.Response.WriteAsync(path is "/info" ? """{"ServerVersion":"1","Driver":"overlay2","NCPU":2}""" : "");
}
