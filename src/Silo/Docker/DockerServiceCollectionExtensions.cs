using BenchCluster.Docker.Registry;
using BenchCluster.Docker.Sandboxes;
using BenchCluster.Engine;

namespace BenchCluster.Docker;

/// <summary>Registers the Docker engine of this node.</summary>
internal static class DockerServiceCollectionExtensions
{
    /// <summary>Makes the Docker engine in <paramref name="options"/> this node's <see cref="IContainerEngine"/>.</summary>
    /// <exception cref="InvalidOperationException">An option cannot work; the message names its key.</exception>
    public static IServiceCollection AddDockerEngine(this IServiceCollection services, DockerOptions options)
    {
        options.Validate();
        return services
            .AddSingleton(options)
            .AddSingleton<DockerContainerEngine>()
            .AddHostedService<SandboxService>()
            .AddHostedService<RegistryService>()
            .AddSingleton<IContainerEngine>(provider => provider.GetRequiredService<DockerContainerEngine>());
    }
}
