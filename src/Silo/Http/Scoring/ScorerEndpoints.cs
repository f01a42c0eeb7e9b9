using System.Text.RegularExpressions;
using BenchCluster.Index;
using BenchCluster.Scoring;
using BenchCluster.Scoring.Judging;

namespace BenchCluster.Http.Scoring;

/// <summary><c>/v1/scenarios/scorers</c>: custom scorers.</summary>
internal static partial class ScorerEndpoints
{
    private const int LongestScript = 4 << 20;

    /// <summary>Maps the routes.</summary>
    public static void MapScorers(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/scenarios/scorers", async (HttpContext http, IGrainFactory grains, TimeProvider clock) =>
            Answers.View(await grains.GetGrain<IScorerGrain>(ResourceId.New(ResourceKind.Scorer, clock.GetUtcNow())).Create(await ReadAsync(http))));
        routes.MapGet("/v1/scenarios/scorers", async (HttpContext http, IResourceIndex index) =>
            Answers.Page("scorers", await index.ListAsync(ListRequest.Of(http, ResourceKind.Scorer) with { Search = ListRequest.Text(http, "search") }, http.RequestAborted)));
        routes.MapGet("/v1/scenarios/scorers/{id}", async (string id, IGrainFactory grains) => Answers.View(await Scorer(grains, id).Get()));
        routes.MapPost("/v1/scenarios/scorers/{id}", async (string id, HttpContext http, IGrainFactory grains) =>
            Answers.View(await Scorer(grains, id).Update(await ReadAsync(http))));
        routes.MapPost("/v1/scenarios/scorers/{id}/validate", async (string id, HttpContext http, ScorerValidation validation) =>
            Answers.View(await validation.ValidateAsync(id, await RequestReader.ReadAsync<ScorerValidateRequest>(http), http.RequestAborted)));
    }

    private static IScorerGrain Scorer(IGrainFactory grains, string id) =>
        grains.GetGrain<IScorerGrain>(ResourceId.Require(ResourceKind.Scorer, id));

    private static async Task<ScorerRequest> ReadAsync(HttpContext http)
    {
        var request = await RequestReader.ReadAsync<ScorerRequest>(http);
        FieldRules.Require(TypeRule().IsMatch(request.Type), "type", "must be 1 to 256 letters, digits, '_', '-' and '.'.");
        FieldRules.Require(request.Type != LlmJudge.Type, "type", $"'{LlmJudge.Type}' is always there and cannot be registered.");
        FieldRules.Require(!string.IsNullOrWhiteSpace(request.BashScript), "bash_script", "must not be blank.");
        FieldRules.Require(request.BashScript.Length <= LongestScript, "bash_script", $"must not be longer than {LongestScript} characters.");
        return request;
    }

    [GeneratedRegex("^[A-Za-z0-9_.-]{1,256}$")]
    private static partial Regex TypeRule();
}
