using BenchCluster.BenchmarkRuns;
using BenchCluster.Blueprints;
using BenchCluster.Devboxes;
using BenchCluster.NetworkPolicies;
using BenchCluster.Nodes;
using BenchCluster.ScenarioRuns;
using BenchCluster.Scoring;
using BenchCluster.Scoring.Judging;
using BenchCluster.Secrets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace BenchCluster;

/// <summary>Registers what the grains need beside the adapters.</summary>
public static class GrainServices
{
    /// <summary>
    /// Adds the grains' collaborators. The adapters (<c>IContainerEngine</c>, <c>IDevboxHost</c>, <c>IResourceIndex</c>,
    /// <c>IObjectStore</c>, <c>IJudgeModel</c>) and grain storage are the host's to add.
    /// </summary>
    public static IServiceCollection AddBenchGrains(this IServiceCollection services, NodeIdentity identity, DevboxOptions devboxes)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(identity);
        services.AddSingleton(devboxes);
        services.AddSingleton<ResourceServices>();
        services.AddSingleton<DevboxProvisioner>();
        services.AddSingleton<DevboxPlace>();
        services.AddSingleton<DevboxInitializer>();
        services.AddSingleton<DevboxMounts>();
        services.AddSingleton<AgentInstallation>();
        services.AddSingleton<MountReferences>();
        services.AddSingleton<EgressReach>();
        services.AddSingleton<ConfidentialValues>();
        services.AddSingleton<DevboxSuspension>();
        services.AddSingleton<DevboxServices>();
        services.AddSingleton<BlueprintSecrets>();
        services.AddSingleton<DevboxRenewal>();
        services.AddSingleton<EnvironmentStep>();
        services.AddSingleton<RunRequirements>();
        services.AddSingleton<BenchmarkRunChildren>();
        services.AddSingleton<AgentEnvironment>();
        services.AddSingleton<AgentStep>();
        services.AddSingleton<CustomScorers>();
        services.AddSingleton<ScorerSecrets>();
        services.AddSingleton<JudgeCache>();
        services.AddSingleton<LlmJudge>();
        services.AddSingleton<ScorerRunner>();
        services.AddSingleton<ScoringDisk>();
        services.AddSingleton<SecretLookup>();
        return services;
    }

    /// <summary>Adds recovery, the engine's events and the reaping of orphans; starts with the host, after the silo.</summary>
    public static IServiceCollection AddNodeService(this IServiceCollection services) => services
        .AddSingleton<NodePresence>()
        .AddHostedService(provider => provider.GetRequiredService<NodePresence>())
        .AddHostedService<NodeService>();
}
