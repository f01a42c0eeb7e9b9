using BenchCluster.Http.Accounts;
using BenchCluster.Http.Agents;
using BenchCluster.Http.ApiKeys;
using BenchCluster.Http.Axons;
using BenchCluster.Http.BenchmarkJobs;
using BenchCluster.Http.BenchmarkRuns;
using BenchCluster.Http.Benchmarks;
using BenchCluster.Http.Blueprints;
using BenchCluster.Http.Description;
using BenchCluster.Http.Devboxes;
using BenchCluster.Http.NetworkPolicies;
using BenchCluster.Http.Nodes;
using BenchCluster.Http.Objects;
using BenchCluster.Http.ScenarioRuns;
using BenchCluster.Http.Scenarios;
using BenchCluster.Http.Scoring;
using BenchCluster.Http.Secrets;
using BenchCluster.Http.Snapshots;
using BenchCluster.Clustering;
using BenchCluster.Index;
using BenchCluster.Nodes;
using BenchCluster.Objects;

namespace BenchCluster.Http;

/// <summary>The HTTP API: Runloop's contract. Handlers only translate; decisions are the grains'.</summary>
internal static class HttpApi
{
    /// <summary>Adds what the handlers need.</summary>
    /// <param name="apiKey">The key that lets in.</param>
    /// <param name="signingKey">What signed URLs are signed with.</param>
    public static IServiceCollection AddHttpApi(this IServiceCollection services, string apiKey, string signingKey) => services
        .AddSingleton(provider => new ApiKeys.ApiKeys(apiKey, provider.GetRequiredService<IResourceIndex>(), provider.GetRequiredService<TimeProvider>()))
        .AddSingleton(provider => new SignedUrls(signingKey, provider.GetRequiredService<TimeProvider>()))
        .AddApiDescription()
        .AddSingleton<DevboxAdmission>()
        .AddSingleton<ExecutionStreams>()
        .AddSingleton<RunAgents>()
        .AddSingleton<JobAgents>()
        .AddSingleton<HarborJobPlanner>()
        .AddSingleton<JobPlanner>()
        .AddSingleton<JobOutcomes>()
        .AddSingleton<ScenarioRules>()
        .AddSingleton<RunLogs>()
        .AddSingleton<ScorerValidation>();

    /// <summary>Maps all routes.</summary>
    public static void MapHttpApi(this WebApplication app)
    {
        app.UseMiddleware<ApiErrors>();
        app.UseMiddleware<ApiKeyGate>();
        app.UseMiddleware<PeerGate>();
        app.MapGet("/health", (NodePresence presence) => presence.IsLeaving
            ? Results.Text("{\"status\":\"leaving\"}", "application/json", statusCode: StatusCodes.Status503ServiceUnavailable)
            : Results.Text("{\"status\":\"ok\"}", "application/json"));
        app.MapPeers(app.Services.GetRequiredService<FileObjectStore>());
        app.MapDevboxes();
        app.MapDevboxLife();
        app.MapDevboxEvictions();
        app.MapSnapshots();
        app.MapAgents();
        app.MapExecutions();
        app.MapExecutionStreams();
        app.MapDevboxFiles();
        app.MapDevboxLogs();
        app.MapBlueprints();
        app.MapObjects();
        app.MapScenarios();
        app.MapScenarioRuns();
        app.MapScorers();
        app.MapBenchmarks();
        app.MapBenchmarkRuns();
        app.MapBenchmarkJobs();
        app.MapNetworkPolicies();
        app.MapAxons();
        app.MapNodes();
        app.MapSecrets();
        app.MapAccounts();
        app.MapApiKeys();
        app.MapApiDescription();
        app.MapNotServed();
    }
}
