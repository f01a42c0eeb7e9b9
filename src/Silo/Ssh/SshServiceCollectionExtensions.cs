namespace BenchCluster.Ssh;

/// <summary>Serves SSH.</summary>
internal static class SshServiceCollectionExtensions
{
    /// <summary>Adds what it needs.</summary>
    /// <param name="directory">Where its files are.</param>
    /// <param name="agentDirectory">Where <c>bench-agent</c> is.</param>
    public static IServiceCollection AddSsh(this IServiceCollection services, string directory, string agentDirectory) => services
        .AddSingleton(new SshFiles(directory, agentDirectory))
        .AddSingleton<SshServer>()
        .AddHostedService<SshBroker>();
}
