using BenchCluster.Index;
using BenchCluster.NetworkPolicies;

namespace BenchCluster.Http.NetworkPolicies;

/// <summary><c>/v1/network-policies</c>.</summary>
internal static class NetworkPolicyEndpoints
{
    /// <summary>Maps the routes.</summary>
    public static void MapNetworkPolicies(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/network-policies", async (HttpContext http, IGrainFactory grains, TimeProvider clock) =>
        {
            var request = await RequestReader.ReadAsync<NetworkPolicyRequest>(http);
            FieldRules.Name("name", request.Name);
            NetworkPolicyRules.Check(request);
            return Answers.View(await Policy(grains, ResourceId.New(ResourceKind.NetworkPolicy, clock.GetUtcNow())).Create(request));
        });
        routes.MapGet("/v1/network-policies", async (HttpContext http, IResourceIndex index) =>
            Answers.Page("network_policies", await index.ListAsync(QueryOf(http), http.RequestAborted)));
        routes.MapGet("/v1/network-policies/{id}", async (string id, IGrainFactory grains) => Answers.View(await Policy(grains, id).Get()));
        routes.MapPost("/v1/network-policies/{id}", async (string id, HttpContext http, IGrainFactory grains) =>
        {
            var request = await RequestReader.ReadAsync<NetworkPolicyRequest>(http);
            if (request.Name is not null)
                FieldRules.Name("name", request.Name);
            NetworkPolicyRules.Check(request);
            return Answers.View(await Policy(grains, id).Update(request));
        });
        routes.MapPost("/v1/network-policies/{id}/delete", async (string id, IGrainFactory grains) => Answers.View(await Policy(grains, id).Delete()));
    }

    private static INetworkPolicyGrain Policy(IGrainFactory grains, string id) =>
        grains.GetGrain<INetworkPolicyGrain>(ResourceId.Require(ResourceKind.NetworkPolicy, id));

    private static ResourceQuery QueryOf(HttpContext http) => ListRequest.Of(http, ResourceKind.NetworkPolicy) with
    {
        Ids = ListRequest.Text(http, "id") is { } id ? [id] : null,
        NameContains = ListRequest.Text(http, "name"),
        Search = ListRequest.Text(http, "search"),
    };
}
