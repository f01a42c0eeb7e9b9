using System.Security.Cryptography;
using BenchCluster.ApiKeys;
using BenchCluster.Index;

namespace BenchCluster.Http.ApiKeys;

/// <summary><c>/v1/apikeys</c>. A key is shown once; listing and deleting are extensions of the contract.</summary>
internal static class ApiKeyEndpoints
{
    /// <summary>Maps the routes.</summary>
    public static void MapApiKeys(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/apikeys", CreateAsync);
        routes.MapGet("/v1/apikeys", async (HttpContext http, IResourceIndex index) =>
            Answers.Page("api_keys", await index.ListAsync(ListRequest.Of(http, ResourceKind.ApiKey), http.RequestAborted)));
        routes.MapPost("/v1/apikeys/{id}/delete", async (string id, IGrainFactory grains, ApiKeys keys) =>
        {
            var view = await grains.GetGrain<IApiKeyGrain>(ResourceId.Require(ResourceKind.ApiKey, id)).Delete();
            keys.ForgetAll();
            return Answers.View(view);
        });
    }

    private static async Task<IResult> CreateAsync(HttpContext http, IGrainFactory grains, TimeProvider clock)
    {
        var request = await RequestReader.ReadAsync<CreateRequest>(http);
        FieldRules.OptionalName("name", request.Name);
        var now = clock.GetUtcNow();
        DateTimeOffset? expires = null;
        if (request.ExpiresAtMs is { } milliseconds)
        {
            FieldRules.Require(milliseconds > now.ToUnixTimeMilliseconds() && milliseconds < DateTimeOffset.MaxValue.ToUnixTimeMilliseconds(), "expires_at_ms", "must be a time to come, in Unix milliseconds.");
            expires = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        }

        var secret = $"ak_{RandomNumberGenerator.GetHexString(48, lowercase: true)}";
        var view = await grains.GetGrain<IApiKeyGrain>(ResourceId.New(ResourceKind.ApiKey, now)).Create(request.Name, expires, ApiKeys.HashOf(secret));
        return Answers.View(view with { KeySecret = secret });
    }

    private sealed record CreateRequest(string? Name = null, long? ExpiresAtMs = null);
}
