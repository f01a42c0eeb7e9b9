using BenchCluster.BenchmarkRuns;
using BenchCluster.Index;
using BenchCluster.ScenarioRuns;

namespace BenchCluster.Http.BenchmarkRuns;

/// <summary><c>/v1/benchmark_runs</c>.</summary>
internal static class BenchmarkRunEndpoints
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(25);

    /// <summary>Maps the routes.</summary>
    public static void MapBenchmarkRuns(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/benchmark_runs", async (HttpContext http, IResourceIndex index) => Answers.Page("runs", await index.ListAsync(QueryOf(http), http.RequestAborted)));
        routes.MapGet("/v1/benchmark_runs/{id}", async (string id, IGrainFactory grains) => Answers.View(await Run(grains, id).Get()));
        routes.MapPost("/v1/benchmark_runs/{id}/cancel", async (string id, IGrainFactory grains) => Answers.View(await Run(grains, id).Cancel()));
        routes.MapPost("/v1/benchmark_runs/{id}/complete", async (string id, IGrainFactory grains) => Answers.View(await Run(grains, id).Complete()));
        routes.MapPost("/v1/benchmark_runs/{id}/wait_for_end", async (string id, HttpContext http, IGrainFactory grains) =>
        {
            // An extension of the contract: who watches a run need not poll.
            var view = await Run(grains, id).WaitForEnd(LongestWait, http.RequestAborted);
            if (view.State is not BenchmarkRunState.Running)
                return Answers.View(view);
            await LongPoll.TimeOutAsync(http, $"The benchmark run '{id}' goes on.");
            return Results.Empty;
        });
        routes.MapGet("/v1/benchmark_runs/{id}/scenario_runs", async (string id, HttpContext http, IGrainFactory grains, IResourceIndex index) =>
        {
            await Run(grains, id).Get();
            var query = ListRequest.Of(http, ResourceKind.ScenarioRun) with
            {
                Status = ListRequest.Enum<ScenarioRunState>(http, "state"),
                Search = ListRequest.Text(http, "search"),
                Fields = new Dictionary<string, string> { ["benchmark_run_id"] = id },
            };
            return Answers.Page("runs", await index.ListAsync(query, http.RequestAborted));
        });
    }

    private static IBenchmarkRunGrain Run(IGrainFactory grains, string id) =>
        grains.GetGrain<IBenchmarkRunGrain>(ResourceId.Require(ResourceKind.BenchmarkRun, id));

    private static ResourceQuery QueryOf(HttpContext http) => ListRequest.Of(http, ResourceKind.BenchmarkRun) with
    {
        Status = ListRequest.Enum<BenchmarkRunState>(http, "state"),
        Name = ListRequest.Text(http, "name"),
        Search = ListRequest.Text(http, "search"),
        Fields = ListRequest.Text(http, "benchmark_id") is { } benchmark
            ? new Dictionary<string, string> { ["benchmark_id"] = benchmark }
            : new Dictionary<string, string>(),
    };
}
