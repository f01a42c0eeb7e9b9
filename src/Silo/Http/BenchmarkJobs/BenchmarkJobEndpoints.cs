using System.Text.Json;
using BenchCluster.BenchmarkJobs;
using BenchCluster.Index;

namespace BenchCluster.Http.BenchmarkJobs;

/// <summary><c>/v1/benchmark_jobs</c>; canceling and waiting are extensions of the contract.</summary>
internal static class BenchmarkJobEndpoints
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(25);

    /// <summary>Maps the routes.</summary>
    public static void MapBenchmarkJobs(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/benchmark_jobs", async (HttpContext http, IGrainFactory grains, JobPlanner planner, TimeProvider clock) =>
        {
            var plan = await planner.PlanAsync(await RequestReader.ReadAsync<BenchmarkJobCreateRequest>(http), http.RequestAborted);
            var id = ResourceId.New(ResourceKind.BenchmarkJob, clock.GetUtcNow());
            return Answers.View(await grains.GetGrain<IBenchmarkJobGrain>(id).Create(plan));
        });
        routes.MapGet("/v1/benchmark_jobs", ListAsync);
        routes.MapGet("/v1/benchmark_jobs/{id}", async (string id, HttpContext http, IGrainFactory grains, JobOutcomes outcomes) =>
            Answers.View(await outcomes.CompleteAsync(await Job(grains, id).Get(), http.RequestAborted)));
        routes.MapPost("/v1/benchmark_jobs/{id}/cancel", async (string id, HttpContext http, IGrainFactory grains, JobOutcomes outcomes) =>
            Answers.View(await outcomes.CompleteAsync(await Job(grains, id).Cancel(), http.RequestAborted)));
        routes.MapPost("/v1/benchmark_jobs/{id}/wait_for_end", async (string id, HttpContext http, IGrainFactory grains, JobOutcomes outcomes) =>
        {
            var view = await Job(grains, id).WaitForEnd(LongestWait, http.RequestAborted);
            if (view.DurationMs is not null)
                return Answers.View(await outcomes.CompleteAsync(view, http.RequestAborted));
            await LongPoll.TimeOutAsync(http, $"The benchmark job '{id}' goes on.");
            return Results.Empty;
        });
    }

    private static IBenchmarkJobGrain Job(IGrainFactory grains, string id) =>
        grains.GetGrain<IBenchmarkJobGrain>(ResourceId.Require(ResourceKind.BenchmarkJob, id));

    private static async Task<IResult> ListAsync(HttpContext http, IResourceIndex index, JobOutcomes outcomes)
    {
        var query = ListRequest.Of(http, ResourceKind.BenchmarkJob) with
        {
            Name = ListRequest.Text(http, "name"),
            Search = ListRequest.Text(http, "search"),
        };
        var page = await index.ListAsync(query, http.RequestAborted);
        var views = new List<string>();
        foreach (var text in page.Views)
        {
            var view = await outcomes.CompleteAsync(JsonSerializer.Deserialize<BenchmarkJobView>(text, WireJson.Options)!, http.RequestAborted);
            views.Add(JsonSerializer.Serialize(view, WireJson.Options));
        }

        return Answers.Page("jobs", page with { Views = views });
    }
}
