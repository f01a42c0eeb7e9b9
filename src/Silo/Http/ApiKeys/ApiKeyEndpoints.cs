using System.Security.Cryptography;
using BenchCluster.ApiKeys;
using BenchCluster.Index;

namespace BenchCluster.Http.ApiKeys;

/// <summary><c>/v1/apikeys</c> and <c>/v1/restricted_keys</c>. A key is shown once; listing and deleting (of both) are extensions of the contract.</summary>
internal static class ApiKeyEndpoints
{
    /// <summary>Maps the routes.</summary>
    public static void MapApiKeys(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/apikeys", async (HttpContext http, IGrainFactory grains, TimeProvider clock) =>
        {
            var request = await RequestReader.ReadAsync<CreateRequest>(http);
            return await CreateAsync(request.Name, request.ExpiresAtMs, clock.GetUtcNow(), (id, expires, hash) =>
                grains.GetGrain<IApiKeyGrain>(id).Create(request.Name, expires, hash));
        });
        routes.MapPost("/v1/restricted_keys", async (HttpContext http, IGrainFactory grains, TimeProvider clock) =>
        {
            var request = await RequestReader.ReadAsync<RestrictedCreateRequest>(http);
            var scopes = request.Scopes ?? [];
            for (var i = 0; i < scopes.Count; i++)
            {
                FieldRules.Require(scopes[i] is not null, $"scopes[{i}]", "must be a scope.");
                FieldRules.Require(scopes.Take(i).All(scope => scope.ResourceType != scopes[i].ResourceType), $"scopes[{i}].resource_type", "has a scope already.");
            }

            return await CreateAsync(request.Name, request.ExpiresAtMs, clock.GetUtcNow(), (id, expires, hash) =>
                grains.GetGrain<IApiKeyGrain>(id).CreateRestricted(request.Name, expires, hash, scopes));
        });
        routes.MapGet("/v1/apikeys", async (HttpContext http, IResourceIndex index) =>
            Answers.Page("api_keys", await index.ListAsync(ListRequest.Of(http, ResourceKind.ApiKey), http.RequestAborted)));
        routes.MapPost("/v1/apikeys/{id}/delete", async (string id, IGrainFactory grains, ApiKeys keys) =>
        {
            var view = await grains.GetGrain<IApiKeyGrain>(ResourceId.Require(ResourceKind.ApiKey, id)).Delete();
            keys.ForgetAll();
            return Answers.View(view);
        });
    }

    private static async Task<IResult> CreateAsync(
        string? name, long? expiresAtMs, DateTimeOffset now, Func<string, DateTimeOffset?, string, Task<ApiKeyView>> create)
    {
        FieldRules.OptionalName("name", name);
        DateTimeOffset? expires = null;
        if (expiresAtMs is { } milliseconds)
        {
            FieldRules.Require(milliseconds > now.ToUnixTimeMilliseconds() && milliseconds < DateTimeOffset.MaxValue.ToUnixTimeMilliseconds(), "expires_at_ms", "must be a time to come, in Unix milliseconds.");
            expires = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        }

        var secret = $"ak_{RandomNumberGenerator.GetHexString(48, lowercase: true)}";
        var view = await create(ResourceId.New(ResourceKind.ApiKey, now), expires, ApiKeys.HashOf(secret));
        return Answers.View(view with { KeySecret = secret });
    }

    private sealed record CreateRequest(string? Name = null, long? ExpiresAtMs = null);

    private sealed record RestrictedCreateRequest(string? Name = null, long? ExpiresAtMs = null, IReadOnlyList<KeyScope>? Scopes = null);
}
