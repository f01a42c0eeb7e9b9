using System.Text.Json;
using BenchCluster.Agents;
using BenchCluster.Devboxes;
using BenchCluster.Index;

namespace BenchCluster.Http.Agents;

/// <summary><c>/v1/agents</c>: coding agents that devboxes and runs can have.</summary>
internal static class AgentEndpoints
{
    private const int PageSize = 1000;

    /// <summary>Maps the routes.</summary>
    public static void MapAgents(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/agents", async (HttpContext http, IGrainFactory grains, TimeProvider clock) =>
        {
            var request = await RequestReader.ReadAsync<AgentCreateRequest>(http);
            AgentRules.Check(request);
            return Answers.View(await grains.GetGrain<IAgentGrain>(ResourceId.New(ResourceKind.Agent, clock.GetUtcNow())).Create(request));
        });
        routes.MapGet("/v1/agents", async (HttpContext http, IResourceIndex index) =>
            Answers.Page("agents", await index.ListAsync(QueryOf(http), http.RequestAborted)));
        // Nothing is published: all agents are the cluster's own.
        routes.MapGet("/v1/agents/list_public", () => Answers.Page("agents", new ResourcePage([], false, 0)));
        routes.MapGet("/v1/agents/devbox_counts", async (HttpContext http, IResourceIndex index) =>
        {
            var counts = await CountAsync(index, http.RequestAborted);
            return Answers.View(new DevboxCountsView { Counts = counts, TotalCount = counts.Values.Sum() });
        });
        routes.MapGet("/v1/agents/{id}", async (string id, IGrainFactory grains) => Answers.View(await Agent(grains, id).Get()));
        routes.MapPost("/v1/agents/{id}/delete", async (string id, IGrainFactory grains) =>
        {
            await Agent(grains, id).Delete();
            return Answers.Done();
        });
    }

    private static IAgentGrain Agent(IGrainFactory grains, string id) => grains.GetGrain<IAgentGrain>(ResourceId.Require(ResourceKind.Agent, id));

    private static ResourceQuery QueryOf(HttpContext http)
    {
        var query = ListRequest.Of(http, ResourceKind.Agent) with
        {
            NameContains = ListRequest.Text(http, "name"),
            Search = ListRequest.Text(http, "search"),
        };
        // None is public.
        if (ListRequest.Flag(http, "is_public") is true)
            query = query with { Ids = [] };
        return ListRequest.Text(http, "version") switch
        {
            null => query,
            // The contract's word for the agent that was made last.
            "latest" => query with { Limit = 1 },
            var version => query with { Fields = new Dictionary<string, string> { ["version"] = version } },
        };
    }

    /// <summary>How many devboxes that have not ended have an agent of each name.</summary>
    private static async Task<Dictionary<string, int>> CountAsync(IResourceIndex index, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<string, int>();
        string? last = null;
        for (var more = true; more;)
        {
            var page = await index.ListAsync(
                new ResourceQuery { Kind = ResourceKind.Devbox.Prefix, Limit = PageSize, StartingAfter = last, CountAll = false }, cancellationToken);
            foreach (var text in page.Views)
            {
                var view = JsonSerializer.Deserialize<DevboxView>(text, WireJson.Options)!;
                last = view.Id;
                if (view.EndTimeMs is not null)
                    continue;
                foreach (var name in view.Agents ?? [])
                    counts[name] = counts.GetValueOrDefault(name) + 1;
            }

            more = page.HasMore;
        }

        return counts;
    }

    internal sealed record DevboxCountsView
    {
        public required IReadOnlyDictionary<string, int> Counts { get; init; }

        public required int TotalCount { get; init; }
    }
}
