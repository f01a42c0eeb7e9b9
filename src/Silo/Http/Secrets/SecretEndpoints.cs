using System.Text.RegularExpressions;
using BenchCluster.Index;
using BenchCluster.Secrets;

namespace BenchCluster.Http.Secrets;

/// <summary><c>/v1/secrets</c>. Values go in and never come out.</summary>
internal static partial class SecretEndpoints
{
    private const int LongestValue = 64 * 1024;

    /// <summary>Maps the routes.</summary>
    public static void MapSecrets(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/secrets", async (HttpContext http, IGrainFactory grains, TimeProvider clock) =>
        {
            var request = await RequestReader.ReadAsync<SecretCreateRequest>(http);
            FieldRules.Require(request.Name is not null && NameRule().IsMatch(request.Name), "name", "must be 1 to 256 letters, digits and '_', not beginning with a digit.");
            CheckValue(request.Value);
            return Answers.View(await grains.GetGrain<ISecretGrain>(ResourceId.New(ResourceKind.Secret, clock.GetUtcNow())).Create(request));
        });
        routes.MapGet("/v1/secrets", async (HttpContext http, IResourceIndex index) =>
            Answers.Page("secrets", await index.ListAsync(ListRequest.Of(http, ResourceKind.Secret), http.RequestAborted)));
        routes.MapGet("/v1/secrets/{name}", async (string name, HttpContext http, IGrainFactory grains, SecretLookup lookup) =>
            Answers.View(await (await SecretAsync(name, http, grains, lookup)).Get()));
        routes.MapPost("/v1/secrets/{name}", async (string name, HttpContext http, IGrainFactory grains, SecretLookup lookup) =>
        {
            var request = await RequestReader.ReadAsync<UpdateRequest>(http);
            CheckValue(request.Value);
            return Answers.View(await (await SecretAsync(name, http, grains, lookup)).Update(request.Value));
        });
        routes.MapPost("/v1/secrets/{name}/delete", async (string name, HttpContext http, IGrainFactory grains, SecretLookup lookup) =>
            Answers.View(await (await SecretAsync(name, http, grains, lookup)).Delete()));
    }

    private static async Task<ISecretGrain> SecretAsync(string name, HttpContext http, IGrainFactory grains, SecretLookup lookup) =>
        grains.GetGrain<ISecretGrain>(await lookup.FindAsync(name, http.RequestAborted));

    private static void CheckValue(string? value)
    {
        FieldRules.Require(value?.Length is > 0 and <= LongestValue, "value", $"must have 1 to {LongestValue} characters.");
        FieldRules.Require(!value!.Contains('\0', StringComparison.Ordinal), "value", "must not contain a zero character.");
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]{0,255}$")]
    private static partial Regex NameRule();

    private sealed record UpdateRequest
    {
        public required string Value { get; init; }
    }
}
